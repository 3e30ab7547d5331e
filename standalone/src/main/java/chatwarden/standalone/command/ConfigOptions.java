package chatwarden.standalone.command;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.process.Settings;
import chatwarden.standalone.process.StepVariables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command with settings has, and the settings that they lead to. */
final class ConfigOptions {
  private static final Path DEFAULT_FILE = Path.of("chatwarden.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The file of settings. Default: that of the variable CHATWARDEN_CONFIG, else"
              + " chatwarden.yaml in the working directory, if any.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting by its name, as `chatwarden config` lists them. May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /** The flags of a command that stand for settings, by the name of the key. */
  static final class Flags {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Sets the key if the flag was given. */
    Flags put(ConfigKey<?> key, @Nullable Object value) {
      if (value != null) {
        values.put(key.name(), value.toString());
      }
      return this;
    }
  }

  /**
   * The settings in force under these options.
   *
   * @throws InvalidInputException naming every setting that is wrong
   */
  Config load(Flags flags) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.putAll(flags.values);
    ConfigLoader loader = Settings.loader().environment(System.getenv()).flags(all);
    settingsFile().ifPresent(loader::file);
    return loader.load();
  }

  /**
   * Returns the file of settings that is read, if any.
   *
   * @throws InvalidInputException if a file that is named cannot be read
   */
  Optional<Path> settingsFile() {
    String variable = System.getenv(StepVariables.FILE);
    Path named = file == null && variable != null ? Path.of(variable) : file;
    if (named != null) {
      if (!Files.isReadable(named)) {
        throw InvalidInputException.of("--config", "cannot read the file " + named);
      }
      return Optional.of(named);
    }
    return Optional.of(DEFAULT_FILE).filter(Files::isReadable);
  }
}
