package chatwarden.standalone.log;

import chatwarden.runtime.error.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.EventConstants;

/**
 * The least level that each logger writes. The entry of the longest name that is the logger's own
 * or that of a package around it counts; the empty name is every logger's.
 *
 * @param byName SLF4J's numbers of levels, by the names of loggers
 */
record LogLevels(Map<String, Integer> byName) {

  private static final int OFF = EventConstants.ERROR_INT + 10;
  private static final String EVERY = "";

  /** Loggers of libraries whose warnings are about normal operation. */
  private static final Map<String, Integer> LIBRARIES =
      Map.of(
          "org.apache.qpid", EventConstants.ERROR_INT,
          "qpid.message", EventConstants.ERROR_INT,
          "com.linecorp.armeria.common.CommonPools", EventConstants.ERROR_INT);

  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "trace", EventConstants.TRACE_INT,
          "debug", EventConstants.DEBUG_INT,
          "info", EventConstants.INFO_INT,
          "warn", EventConstants.WARN_INT,
          "error", EventConstants.ERROR_INT,
          "off", OFF);

  /** Copies the levels. */
  LogLevels {
    byName = Map.copyOf(byName);
  }

  /** Returns warnings and worse, of our own loggers and of libraries. */
  static LogLevels quiet() {
    return of(List.of(), false);
  }

  /**
   * Returns the levels that {@code settings} name, over those of a command.
   *
   * @param settings each {@code LEVEL} for every logger, or {@code LOGGER=LEVEL}
   * @param serving whether our own loggers are at info where nothing else is set
   * @throws InvalidInputException if one of them is neither
   */
  static LogLevels of(List<String> settings, boolean serving) {
    Map<String, Integer> levels = new HashMap<>(LIBRARIES);
    levels.put(EVERY, EventConstants.WARN_INT);
    if (serving && settings.stream().allMatch(setting -> setting.contains("="))) {
      levels.put("chatwarden", EventConstants.INFO_INT);
    }
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String logger = equals < 0 ? EVERY : setting.substring(0, equals).strip();
      Integer level = NUMBERS.get(setting.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
      if (level == null || equals >= 0 && logger.isEmpty()) {
        throw InvalidInputException.of(
            LogSettings.LEVEL.name(),
            setting
                + " (expected: LEVEL or LOGGER=LEVEL with trace, debug, info, warn, error or off)");
      }
      levels.put(logger, level);
    }
    return new LogLevels(levels);
  }

  /** Returns the least level that the logger writes. */
  int of(String logger) {
    String name = logger;
    while (true) {
      Integer level = byName.get(name);
      if (level != null) {
        return level;
      }
      if (name.isEmpty()) {
        return EventConstants.WARN_INT;
      }
      name = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }
  }
}
