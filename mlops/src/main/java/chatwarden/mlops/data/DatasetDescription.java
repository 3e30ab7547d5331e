package chatwarden.mlops.data;

import chatwarden.repository.ModelUsage;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The description of a data set, from the {@code dataset.yaml} in its folder. A value that the file
 * does not hold, or every value without a file, is "not stated".
 *
 * @param name the name of the set
 * @param source its authors and the place of its publication
 * @param licence its licence, as its source states it
 * @param usage the use that it allows
 * @param notes further facts for a model card, a sentence each
 * @param limits known weaknesses of models that are trained on it, a sentence each
 */
public record DatasetDescription(
    String name,
    String source,
    String licence,
    ModelUsage usage,
    List<String> notes,
    List<String> limits) {

  private static final String FILE = "dataset.yaml";
  private static final String NOT_STATED = "not stated";
  private static final Set<String> KEYS =
      Set.of("name", "source", "licence", "usage", "notes", "limits");

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
    YamlFields fields = Files.isRegularFile(file) ? YamlFields.read(file, KEYS) : YamlFields.none();
    return new DatasetDescription(
        fields.text("name").orElse(NOT_STATED),
        fields.text("source").orElse(NOT_STATED),
        fields.text("licence").orElse(NOT_STATED),
        usage(fields),
        fields.texts("notes"),
        fields.texts("limits"));
  }

  private static ModelUsage usage(YamlFields fields) {
    return fields
        .text("usage")
        .map(
            word ->
                ModelUsage.of(word)
                    .orElseThrow(
                        () -> fields.broken("usage", word + " (expected: any or research)")))
        .orElse(ModelUsage.NOT_STATED);
  }

  /** Returns name, source, licence and usage as a line of a model card. */
  public String line() {
    return "Name: %s. Source: %s. Licence: %s. Usage: %s."
        .formatted(name, source, licence, usage.word());
  }
}
