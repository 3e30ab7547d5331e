package chatwarden.standalone.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** Passes the entries of libraries that log by java.util.logging to our loggers. */
final class JulHandler extends Handler {

  private final SimpleFormatter formatter = new SimpleFormatter();

  private JulHandler() {}

  /** Puts this in the place of the handlers of the process. */
  static void install() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.addHandler(new JulHandler());
    root.setLevel(Level.INFO);
  }

  @Override
  public void publish(LogRecord entry) {
    String name = entry.getLoggerName() == null ? "java.util.logging" : entry.getLoggerName();
    LoggerFactory.getLogger(name)
        .atLevel(level(entry.getLevel()))
        .setCause(entry.getThrown())
        .log(formatter.formatMessage(entry));
  }

  private static org.slf4j.event.Level level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return org.slf4j.event.Level.ERROR;
    }
    return level.intValue() >= Level.WARNING.intValue()
        ? org.slf4j.event.Level.WARN
        : org.slf4j.event.Level.INFO;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
