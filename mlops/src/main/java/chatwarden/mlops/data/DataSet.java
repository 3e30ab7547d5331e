package chatwarden.mlops.data;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layout of a data set, and how models are trained on it, from a YAML file. Those of the
 * shipped models are resources beside this class.
 *
 * @param task of the models, as the model repository names it
 * @param language the BCP 47 code of its texts
 * @param folder its folder within the folder of all sets
 * @param marked files, within the folder of all sets, in which offensive words are marked
 * @param clean a file, within the folder of all sets, with clean texts of the set that this one was
 *     drawn from
 * @param cleanFlag the column of that file which is 1 where a text is in this set's test split
 * @param chatLike whether its clean texts are such as a chat has
 * @param warmup harmless texts to run through a model before it serves
 * @param settings of trainings, by their names
 */
public record DataSet(
    String task,
    String language,
    String folder,
    List<String> marked,
    Optional<String> clean,
    String cleanFlag,
    boolean chatLike,
    List<String> warmup,
    Map<String, Double> settings) {

  private static final List<String> SHIPPED =
      List.of("vihsd.yaml", "davidson.yaml", "vihos.yaml", "toxic-spans.yaml");
  private static final Set<String> KEYS =
      Set.of(
          "task",
          "language",
          "folder",
          "marked",
          "clean",
          "clean-flag",
          "chat-like",
          "warmup",
          "settings");
  private static final Set<String> ANSWERS = Set.of("yes", "no");

  /** Copies lists and map. */
  public DataSet {
    marked = List.copyOf(marked);
    warmup = List.copyOf(warmup);
    settings = Map.copyOf(settings);
  }

  /**
   * Reads the layout of a set of one's own.
   *
   * @throws InvalidInputException if the file is missing or malformed; the message names the key
   */
  public static DataSet read(Path file) {
    return of(YamlFields.read(file, KEYS));
  }

  /**
   * Returns the set of the shipped models of a task and a language.
   *
   * @throws InvalidInputException if no model of that language ships
   */
  public static DataSet shipped(String task, String language) {
    return SHIPPED.stream()
        .map(DataSet::resource)
        .filter(set -> set.task().equals(task) && set.language().equals(language))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "--language",
                    language + " (expected: vi or en, or --data-set with the layout of a set)"));
  }

  private static DataSet resource(String name) {
    try (InputStream content = DataSet.class.getResourceAsStream(name)) {
      if (content == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      String yaml = new String(content.readAllBytes(), StandardCharsets.UTF_8);
      return of(YamlFields.parse(name, yaml, KEYS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataSet of(YamlFields fields) {
    String chatLike = fields.text("chat-like").orElse("no");
    if (!ANSWERS.contains(chatLike)) {
      throw fields.broken("chat-like", chatLike + " (expected: yes or no)");
    }
    String language = fields.required("language");
    if (!language.matches("[a-z]{2,3}")) {
      throw fields.broken("language", language + " (expected: two or three lower-case letters)");
    }
    return new DataSet(
        fields.required("task"),
        language,
        fields.required("folder"),
        fields.texts("marked"),
        fields.text("clean"),
        fields.text("clean-flag").orElse(""),
        chatLike.equals("yes"),
        fields.texts("warmup"),
        fields.numbers("settings"));
  }

  /**
   * Returns the folder with {@code train.csv} and {@code dev.csv}: {@code data} itself, or this
   * set's folder within it.
   *
   * @throws InvalidInputException if a file cannot be read
   */
  public Path splits(Path data) {
    Path splits = Files.exists(data.resolve("train.csv")) ? data : data.resolve(folder);
    for (String name : List.of("train.csv", "dev.csv")) {
      if (!Files.isReadable(splits.resolve(name))) {
        throw InvalidInputException.of("--data", "cannot read the file " + splits.resolve(name));
      }
    }
    return splits;
  }

  /**
   * Returns a setting.
   *
   * @throws InvalidInputException if the set has none of that name
   */
  public double setting(String name) {
    Double value = settings.get(name);
    if (value == null) {
      throw InvalidInputException.of("settings." + name, "missing (expected: a number)");
    }
    return value;
  }
}
