package chatwarden.standalone.log;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Log entries as lines for people. */
final class TextLine {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

  private TextLine() {}

  /** Returns {@code TIME LEVEL LOGGER - MESSAGE}, and the stack of the fault after it. */
  static String of(LogEntry entry) {
    StringBuilder line = new StringBuilder(160);
    TIME.formatTo(entry.time(), line);
    line.append(' ').append(entry.level()).append(' ').append(entry.logger()).append(" - ");
    line.append(entry.message()).append('\n');
    if (entry.fault() != null) {
      line.append(FaultStack.of(entry.fault()));
    }
    return line.toString();
  }
}
