package chatwarden.worker.definition;

import chatwarden.runtime.config.DurationText;
import chatwarden.runtime.config.NearestName;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A map of a YAML file, read key by key; a problem names the file, the key and the rule. */
final class YamlEntry {

  private final Path file;
  private final String place;
  private final Map<?, ?> values;

  private YamlEntry(Path file, String place, Map<?, ?> values) {
    this.file = file;
    this.place = place;
    this.values = values;
  }

  /**
   * Returns the map at a place of a file.
   *
   * @param place the path of keys to it, which ends in a dot unless it is empty
   * @param keys those that it may have
   */
  static YamlEntry of(Path file, String place, Object value, Set<String> keys) {
    if (!(value instanceof Map<?, ?> map)) {
      String at = place.isEmpty() ? "the file" : place.substring(0, place.length() - 1);
      throw broken(
          file, at, "must be a map of " + String.join(", ", keys.stream().sorted().toList()));
    }
    YamlEntry entry = new YamlEntry(file, place, map);
    for (Object key : map.keySet()) {
      if (!keys.contains(String.valueOf(key))) {
        String near =
            NearestName.of(String.valueOf(key), keys)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
        throw entry.broken(String.valueOf(key), "unknown key" + near);
      }
    }
    return entry;
  }

  InvalidInputException broken(String key, String problem) {
    return broken(file, place + key, problem);
  }

  static InvalidInputException broken(Path file, String key, String problem) {
    return InvalidInputException.of(
        "INVALID_PIPELINE", List.of(new FieldProblem(file.toString(), key + ": " + problem)));
  }

  Optional<String> text(String key) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw broken(key, "must be a text");
    }
    return Optional.of(text);
  }

  String matching(String key, Pattern pattern, String expectation) {
    String value =
        text(key).orElseThrow(() -> broken(key, "missing (expected: " + expectation + ")"));
    if (!pattern.matcher(value).matches()) {
      throw broken(key, value + " (expected: " + expectation + ")");
    }
    return value;
  }

  List<String> texts(String key) {
    return list(key).stream()
        .map(
            value -> {
              if (!(value instanceof String text)) {
                throw broken(key, "must be a list of texts");
              }
              return text;
            })
        .toList();
  }

  List<?> list(String key) {
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw broken(key, "must be a list");
    }
    return list;
  }

  Map<?, ?> map(String key) {
    Object value = values.get(key);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw broken(key, "must be a map");
    }
    return map;
  }

  Duration duration(String key, Duration otherwise) {
    return text(key)
        .map(
            value -> {
              try {
                return DurationText.parse(value);
              } catch (IllegalArgumentException e) {
                throw broken(key, value + " (expected: a length of time such as 30s, 10m, 2h)");
              }
            })
        .orElse(otherwise);
  }

  boolean flag(String key) {
    String value = text(key).orElse("no");
    if (!Set.of("yes", "no").contains(value)) {
      throw broken(key, value + " (expected: yes or no)");
    }
    return value.equals("yes");
  }

  int integer(String key, int otherwise, int most) {
    String value = text(key).orElse(Integer.toString(otherwise));
    if (!value.matches("\\d{1,6}") || Integer.parseInt(value) > most) {
      throw broken(key, value + " (expected: an integer in [0, " + most + "])");
    }
    return Integer.parseInt(value);
  }
}
