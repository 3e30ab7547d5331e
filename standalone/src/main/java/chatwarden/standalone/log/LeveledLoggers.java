package chatwarden.standalone.log;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** The loggers of the process, which change together. Safe for use by many threads. */
final class LeveledLoggers implements ILoggerFactory {

  /** The ones that SLF4J hands out. */
  static final LeveledLoggers OF_PROCESS = new LeveledLoggers(InstantSource.system());

  private final InstantSource clock;
  private final Map<String, LeveledLogger> byName = new HashMap<>();
  private LogLevels levels = LogLevels.quiet();
  private LogFormat format = LogFormat.TEXT;

  LeveledLoggers(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Logger getLogger(String name) {
    return byName.computeIfAbsent(name, it -> new LeveledLogger(it, levels.of(it), format, clock));
  }

  /** Applies levels and a format to every logger, those that exist included. */
  synchronized void configure(LogLevels newLevels, LogFormat newFormat) {
    levels = newLevels;
    format = newFormat;
    byName.forEach((name, logger) -> logger.configure(newLevels.of(name), newFormat));
  }
}
