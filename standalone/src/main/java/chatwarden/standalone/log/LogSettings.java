package chatwarden.standalone.log;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.InvalidInputException;
import java.util.List;

/** The settings of the log. Before they are applied, warnings and worse are written as text. */
public final class LogSettings {

  /** How entries are written. */
  public static final ConfigKey<String> FORMAT =
      ConfigKey.text(
          "log.format",
          "text",
          "How a server writes its log to standard error: text, or json with one object a line.");

  /** The least levels of loggers. */
  public static final ConfigKey<List<String>> LEVEL =
      ConfigKey.list(
          "log.level",
          List.of(),
          "The least levels that are logged (trace, debug, info, warn, error, off), each for every"
              + " logger or as LOGGER=LEVEL for a class or package: info,chatwarden.ingest=debug."
              + " Empty is warn, and info for chatwarden in serve.");

  private LogSettings() {}

  /** Returns the keys that are read. */
  public static List<ConfigKey<?>> keys() {
    return List.of(FORMAT, LEVEL);
  }

  /**
   * Applies the settings to every logger of the process.
   *
   * @param serving whether our own loggers are at info where nothing else is set
   * @throws InvalidInputException if a setting is invalid
   */
  public static void apply(Config config, boolean serving) {
    JulHandler.install();
    LeveledLoggers.OF_PROCESS.configure(
        LogLevels.of(config.get(LEVEL), serving), LogFormat.of(config.get(FORMAT)));
  }
}
