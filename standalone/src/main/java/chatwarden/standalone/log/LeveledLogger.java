package chatwarden.standalone.log;

import io.opentelemetry.api.trace.Span;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.EventConstants;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * A logger that writes to standard error, each entry in one piece. Safe for use by many threads.
 */
final class LeveledLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  private final transient InstantSource clock;
  private volatile int least;
  private transient volatile LogFormat format;

  LeveledLogger(String name, int least, LogFormat format, InstantSource clock) {
    this.name = name;
    this.least = least;
    this.format = format;
    this.clock = clock;
  }

  void configure(int leastLevel, LogFormat written) {
    this.least = leastLevel;
    this.format = written;
  }

  @Override
  public boolean isTraceEnabled() {
    return least <= EventConstants.TRACE_INT;
  }

  @Override
  public boolean isDebugEnabled() {
    return least <= EventConstants.DEBUG_INT;
  }

  @Override
  public boolean isInfoEnabled() {
    return least <= EventConstants.INFO_INT;
  }

  @Override
  public boolean isWarnEnabled() {
    return least <= EventConstants.WARN_INT;
  }

  @Override
  public boolean isErrorEnabled() {
    return least <= EventConstants.ERROR_INT;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      Object @Nullable [] arguments,
      @Nullable Throwable fault) {
    String filled = MessageFormatter.basicArrayFormat(message, arguments);
    LogEntry entry =
        new LogEntry(
            clock.instant(),
            level,
            name,
            filled == null ? "null" : filled,
            nameOf(Thread.currentThread()),
            Span.current().getSpanContext(),
            fault);
    byte[] line = format.line(entry).getBytes(StandardCharsets.UTF_8);
    PrintStream out = System.err;
    out.write(line, 0, line.length);
    out.flush();
  }

  private static String nameOf(Thread thread) {
    return thread.getName().isEmpty() ? "thread-" + thread.threadId() : thread.getName();
  }
}
