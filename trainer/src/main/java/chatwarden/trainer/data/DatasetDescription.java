package chatwarden.trainer.data;

import chatwarden.runtime.config.NearestName;
import chatwarden.runtime.config.StrictYaml;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The description of a data set, from the {@code dataset.yaml} in its folder. A value that the file
 * does not hold, or every value without a file, is "not stated".
 *
 * @param name the name of the set
 * @param source its authors and the place of its publication
 * @param licence its licence, as its source states it
 * @param notes further facts for a model card, a sentence each
 * @param limits known weaknesses of models that are trained on it, a sentence each
 */
public record DatasetDescription(
    String name, String source, String licence, List<String> notes, List<String> limits) {

  private static final String FILE = "dataset.yaml";
  private static final String NOT_STATED = "not stated";
  private static final Set<String> KEYS = Set.of("name", "source", "licence", "notes", "limits");

  /** Copies the lists. */
  public DatasetDescription {
    notes = List.copyOf(notes);
    limits = List.copyOf(limits);
  }

  /**
   * Reads the description of the data set in {@code folder}.
   *
   * @throws InvalidInputException if the file has an unknown key or a value of another type
   */
  public static DatasetDescription in(Path folder) {
    Path file = folder.resolve(FILE);
    Map<?, ?> values = Files.isRegularFile(file) ? read(file) : Map.of();
    return new DatasetDescription(
        text(file, values, "name"),
        text(file, values, "source"),
        text(file, values, "licence"),
        texts(file, values, "notes"),
        texts(file, values, "limits"));
  }

  private static Map<?, ?> read(Path file) {
    Object document = StrictYaml.read(file, problem -> broken(file, problem));
    if (!(document instanceof Map<?, ?> values)) {
      throw broken(file, "not a map (expected: the keys name, source, licence, notes, limits)");
    }
    for (Object key : values.keySet()) {
      if (!KEYS.contains(key)) {
        String near =
            NearestName.of(String.valueOf(key), KEYS)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
        throw broken(file, key + ": unknown key" + near);
      }
    }
    return values;
  }

  private static String text(Path file, Map<?, ?> values, String key) {
    Object value = values.get(key);
    if (value != null && !(value instanceof String)) {
      throw broken(file, key + ": not a text");
    }
    return value == null || value.toString().isBlank() ? NOT_STATED : oneLine(value);
  }

  private static List<String> texts(Path file, Map<?, ?> values, String key) {
    Object value = values.get(key);
    if (value != null && !(value instanceof List<?>)) {
      throw broken(file, key + ": not a list of texts");
    }
    return value instanceof List<?> list
        ? list.stream().map(DatasetDescription::oneLine).toList()
        : List.of();
  }

  private static String oneLine(Object value) {
    return String.valueOf(value).strip().replaceAll("\\s+", " ");
  }

  private static InvalidInputException broken(Path file, String problem) {
    return InvalidInputException.of(file.toString(), problem);
  }

  /** Returns name, source and licence as a line of a model card. */
  public String line() {
    return "Name: %s. Source: %s. Licence: %s.".formatted(name, source, licence);
  }
}
