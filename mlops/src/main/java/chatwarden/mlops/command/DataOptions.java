package chatwarden.mlops.command;

import chatwarden.mlops.data.DataSet;
import chatwarden.runtime.config.InstallationFolder;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every training. */
final class DataOptions {
  @Option(
      names = "--language",
      paramLabel = "vi|en",
      description = "The language of the texts; required without --data-set.")
  private @Nullable Language language;

  @Option(
      names = "--data-set",
      paramLabel = "FILE",
      description =
          "The layout of a data set and the settings of its models, as YAML. Default: those of the"
              + " shipped models of the language.")
  private @Nullable Path dataSet;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the data.")
  private @Nullable Path folder;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of the models. Default, also for an empty one: those that ship.")
  private @Nullable Path models;

  /** The languages of the shipped models. */
  enum Language {
    VI,
    EN
  }

  String language() {
    if (language == null) {
      throw InvalidInputException.of("--language", "missing (expected: vi or en)");
    }
    return language.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the layout of the data set of models of {@code task}. */
  DataSet set(String task) {
    if (dataSet == null) {
      return DataSet.shipped(task, language());
    }
    DataSet set = DataSet.read(dataSet);
    if (!set.task().equals(task)) {
      throw InvalidInputException.of(
          "--data-set", "task: %s (expected: %s)".formatted(set.task(), task));
    }
    if (language != null && !set.language().equals(language())) {
      throw InvalidInputException.of(
          "--data-set", "language: %s (expected: %s)".formatted(set.language(), language()));
    }
    return set;
  }

  Path folder() {
    Path given = folder == null ? Path.of("") : folder;
    if (!Files.isDirectory(given)) {
      throw InvalidInputException.of("--data", "no such folder: " + given);
    }
    return given;
  }

  Path models() {
    return models == null ? shipped() : orShipped(models);
  }

  /** Returns a folder of models, that of the models that ship for an empty name. */
  static Path orShipped(Path models) {
    return models.toString().isEmpty() ? shipped() : models;
  }

  /**
   * Returns the folder of the models that ship, within the installation or the working directory.
   */
  static Path shipped() {
    return home().resolve("models");
  }

  /** Returns the installation, else the working directory. */
  static Path home() {
    return InstallationFolder.find().orElse(Path.of(""));
  }
}
