package chatwarden.worker.step;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The output of a command: the last 64 KiB, the last line that is a JSON object, and the line that
 * says best why it failed. Written by one thread, read by another.
 */
final class StepLog {

  private static final int TAIL = 1 << 16;
  private static final int LINE = 1 << 14;

  /** As the command line of Chatwarden says that it failed. */
  private static final Pattern FAULT =
      Pattern.compile("^(chatwarden: |Unmatched argument|Unknown option|Missing required).*");

  private static final Pattern JSON = Pattern.compile("^\\{.*}$");

  private final byte[] ring = new byte[TAIL];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long written;
  private String json = "";
  private String last = "";
  private String fault = "";

  /** Reads a stream to its end. */
  void readAll(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 13];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      append(buffer, length);
    }
    append(new byte[] {'\n'}, written() == 0 || endsWithLine() ? 0 : 1);
  }

  private synchronized boolean endsWithLine() {
    return line.size() == 0;
  }

  /** Returns how many bytes there were. */
  synchronized long written() {
    return written;
  }

  synchronized void append(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      ring[(int) (written++ % TAIL)] = bytes[i];
      if (bytes[i] == '\n') {
        endLine();
      } else if (line.size() < LINE) {
        line.write(bytes[i]);
      }
    }
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    if (text.isEmpty()) {
      return;
    }
    last = text;
    if (JSON.matcher(text).matches()) {
      json = text;
    }
    if (FAULT.matcher(text).matches()) {
      fault = text;
    }
  }

  /** Returns the last bytes. */
  synchronized byte[] tail() {
    int length = (int) Math.min(written, TAIL);
    byte[] tail = new byte[length];
    for (int i = 0; i < length; i++) {
      tail[i] = ring[(int) ((written - length + i) % TAIL)];
    }
    return tail;
  }

  /** Returns how many bytes come before the tail. */
  synchronized long skipped() {
    return Math.max(0, written - TAIL);
  }

  /** Returns the last line that is a JSON object; empty where there is none. */
  synchronized String json() {
    return json;
  }

  /** Returns the line that says best why the command failed, if it wrote any. */
  synchronized Optional<String> reason() {
    return Optional.of(fault.isEmpty() ? last : fault).filter(text -> !text.isEmpty());
  }
}
