package chatwarden.trainer.command;

import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every training is told. */
final class DataOptions {
  @Option(
      names = "--language",
      paramLabel = "vi|en",
      required = true,
      description = "The language of the texts.")
  private @Nullable Language language;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the data.")
  private @Nullable Path folder;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of the models. Default: the models that ship.")
  private @Nullable Path models;

  /** What {@code --language} takes. */
  enum Language {
    VI,
    EN
  }

  String language() {
    return String.valueOf(language).toLowerCase(Locale.ROOT);
  }

  Path folder() {
    Path given = folder == null ? Path.of("") : folder;
    if (!Files.isDirectory(given)) {
      throw InvalidInputException.of("--data", "no such folder: " + given);
    }
    return given;
  }

  Path models() {
    return models == null ? shipped() : models;
  }

  /** Returns the folder of the models that ship, within the checkout or the working directory. */
  static Path shipped() {
    String home = System.getenv("CHATWARDEN_HOME");
    return home == null ? Path.of("models") : Path.of(home).resolve("models");
  }
}
