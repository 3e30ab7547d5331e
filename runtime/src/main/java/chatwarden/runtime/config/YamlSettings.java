package chatwarden.runtime.config;

import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a YAML file by dotted name; every scalar is text, read by its key later. */
final class YamlSettings {

  private YamlSettings() {}

  /** Every value of {@code file}: a text, or a list of texts. */
  static Map<String, Object> read(Path file) {
    Map<String, Object> flat = new LinkedHashMap<>();
    Object root = StrictYaml.read(file, problem -> refused(file, problem));
    if (root instanceof Map<?, ?> map) {
      flatten(file, "", map, flat);
    } else if (root != null) {
      throw refused(file, "must hold a map of settings");
    }
    return flat;
  }

  private static void flatten(Path file, String prefix, Map<?, ?> map, Map<String, Object> flat) {
    map.forEach(
        (key, value) -> {
          String name = prefix + key;
          if (value instanceof Map<?, ?> nested) {
            flatten(file, name + ".", nested, flat);
          } else if (flat.put(name, plain(file, name, value)) != null) {
            throw refused(file, name + " is set twice");
          }
        });
  }

  private static Object plain(Path file, String name, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof List<?> list && !list.stream().allMatch(String.class::isInstance)) {
      throw refused(file, name + " must be a list of texts");
    }
    return value;
  }

  private static InvalidInputException refused(Path file, String problem) {
    return InvalidInputException.of(
        "INVALID_CONFIGURATION", List.of(new FieldProblem(file.toString(), problem)));
  }
}
