package chatwarden.mlops.data;

import chatwarden.runtime.config.NearestName;
import chatwarden.runtime.config.StrictYaml;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a YAML file whose keys are known; problems name the file and the key. */
final class YamlFields {
  private final String file;
  private final Map<?, ?> values;

  private YamlFields(String file, Map<?, ?> values) {
    this.file = file;
    this.values = values;
  }

  /** Returns the fields of a file that is not there. */
  static YamlFields none() {
    return new YamlFields("", Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it cannot be read or has a key that is not among {@code keys}
   */
  static YamlFields read(Path file, Set<String> keys) {
    String name = file.toString();
    return of(
        name, StrictYaml.read(file, problem -> InvalidInputException.of(name, problem)), keys);
  }

  /** Reads the content of the file {@code name}. */
  static YamlFields parse(String name, String content, Set<String> keys) {
    return of(
        name, StrictYaml.parse(content, problem -> InvalidInputException.of(name, problem)), keys);
  }

  private static YamlFields of(String file, @Nullable Object document, Set<String> keys) {
    if (!(document instanceof Map<?, ?> values)) {
      throw InvalidInputException.of(
          file, "not a map (expected: the keys " + String.join(", ", sorted(keys)) + ")");
    }
    YamlFields fields = new YamlFields(file, values);
    values.keySet().forEach(key -> fields.check(String.valueOf(key), keys));
    return fields;
  }

  private void check(String key, Set<String> keys) {
    if (!keys.contains(key)) {
      String near =
          NearestName.of(key, keys)
              .map(name -> "; did you mean " + name + "?")
              .orElse(" (expected: one of " + String.join(", ", sorted(keys)) + ")");
      throw broken(key, "unknown key" + near);
    }
  }

  private static List<String> sorted(Set<String> keys) {
    return keys.stream().sorted().toList();
  }

  /** Returns a text in one line; empty where the key is missing or blank. */
  Optional<String> text(String key) {
    Object value = values.get(key);
    if (value != null && !(value instanceof String)) {
      throw broken(key, "not a text");
    }
    return Optional.ofNullable(value).map(YamlFields::oneLine).filter(text -> !text.isEmpty());
  }

  /** Returns a text that has to be there. */
  String required(String key) {
    return text(key).orElseThrow(() -> broken(key, "missing"));
  }

  /** Returns a list of texts, a line each; empty where the key is missing. */
  List<String> texts(String key) {
    Object value = values.get(key);
    if (value != null && !(value instanceof List<?>)) {
      throw broken(key, "not a list of texts");
    }
    return value instanceof List<?> list
        ? list.stream().map(YamlFields::oneLine).toList()
        : List.of();
  }

  /** Returns a map of names and numbers; empty where the key is missing. */
  Map<String, Double> numbers(String key) {
    Object value = values.get(key);
    if (value != null && !(value instanceof Map<?, ?>)) {
      throw broken(key, "not a map of names and numbers");
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, number) -> numbers.put(String.valueOf(name), number(name, number)));
    }
    return numbers;
  }

  private double number(Object name, Object value) {
    try {
      return Double.parseDouble(String.valueOf(value));
    } catch (NumberFormatException e) {
      throw broken(String.valueOf(name), value + " (expected: a number)");
    }
  }

  InvalidInputException broken(String key, String problem) {
    return InvalidInputException.of(file, key + ": " + problem);
  }

  private static String oneLine(Object value) {
    return String.valueOf(value).strip().replaceAll("\\s+", " ");
  }
}
