package chatwarden.standalone.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.temporal.ChronoUnit;

/**
 * Log entries as JSON: {@code time} (RFC 3339, UTC), {@code level}, {@code logger}, {@code
 * message}, {@code thread}, {@code trace_id} and {@code span_id} of a span, and {@code error_type}
 * and {@code error_stack} of a fault.
 */
final class JsonEntry {

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private JsonEntry() {}

  /** Returns one object on one line, whatever the entry contains. */
  static String of(LogEntry entry) {
    StringBuilder line = new StringBuilder(256).append('{');
    field(line, "time", entry.time().truncatedTo(ChronoUnit.MILLIS).toString());
    field(line, "level", entry.level().name());
    field(line, "logger", entry.logger());
    field(line, "message", entry.message());
    field(line, "thread", entry.thread());
    if (entry.span().isValid()) {
      field(line, "trace_id", entry.span().getTraceId());
      field(line, "span_id", entry.span().getSpanId());
    }
    Throwable fault = entry.fault();
    if (fault != null) {
      field(line, "error_type", fault.getClass().getName());
      field(line, "error_stack", FaultStack.of(fault));
    }
    return line.append("}\n").toString();
  }

  private static void field(StringBuilder line, String name, String value) {
    if (line.length() > 1) {
      line.append(',');
    }
    line.append('"').append(name).append("\":\"");
    ENCODER.quoteAsString(value, line);
    line.append('"');
  }
}
