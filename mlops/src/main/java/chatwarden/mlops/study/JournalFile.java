package chatwarden.mlops.study;

import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The lines of a journal, each one operation as a JSON object. Lines are only ever added, under the
 * lock. A last line without its end was cut off by a kill: readers leave it, and the next writer
 * cuts it away before it adds its own. Not safe for use by threads.
 */
final class JournalFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** The start of every operation, as Optuna and this class write them. */
  private static final String FIRST_KEY = "{\"op_code\":";

  private final Path path;
  private final JournalLock lock;
  private long position;
  private int lines;

  /** A journal at {@code path}, made if it is missing. */
  JournalFile(Path path, LongSupplier nanoTime) throws IOException {
    this.path = path;
    this.lock = new JournalLock(path, nanoTime);
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent) || Files.isDirectory(path)) {
      throw InvalidInputException.of(
          "--journal", path + " (expected: a file in a folder that exists)");
    }
    FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
  }

  JournalLock lock() {
    return lock;
  }

  static JsonNode parse(String json) throws JsonProcessingException {
    return JSON.readTree(json);
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Returns the whole lines that were added since the last call. */
  List<JsonNode> unread() throws IOException {
    byte[] bytes = rest();
    List<JsonNode> found = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        found.add(line(new String(bytes, start, i - start, StandardCharsets.UTF_8)));
        start = i + 1;
      }
    }
    position += start;
    return found;
  }

  private byte[] rest() throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, file.size() - position));
      while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {
        continue;
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  private JsonNode line(String line) {
    lines++;
    try {
      JsonNode operation = JSON.readTree(line);
      if (operation.path("op_code").isIntegralNumber()) {
        return operation;
      }
    } catch (JsonProcessingException e) {
      // Named below, without its text.
    }
    throw notAJournal(lines);
  }

  private InvalidInputException notAJournal(int line) {
    return InvalidInputException.of(
        "--journal",
        "%s: line %d: not an operation of an Optuna journal (expected: a journal; delete the line"
                .formatted(path, line)
            + " or name another file)");
  }

  /** Adds lines, whole on the disk when it returns. Call it under the lock. */
  void append(List<ObjectNode> operations) throws IOException {
    StringBuilder text = new StringBuilder();
    for (ObjectNode operation : operations) {
      text.append(JSON.writeValueAsString(operation)).append('\n');
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = wholeLines(file);
      checkTorn(file, end);
      file.truncate(end);
      while (bytes.hasRemaining()) {
        end += file.write(bytes, end);
      }
      file.force(true);
    }
  }

  /** Returns the length up to the last line's end. */
  private static long wholeLines(FileChannel file) throws IOException {
    long end = file.size();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (end > 0) {
      one.clear();
      file.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
      end--;
    }
    return end;
  }

  /** Refuses to cut off the rest of a file that was never a journal. */
  private void checkTorn(FileChannel file, long start) throws IOException {
    int length = (int) Math.min(FIRST_KEY.length(), file.size() - start);
    ByteBuffer torn = ByteBuffer.allocate(length);
    file.read(torn, start);
    if (!FIRST_KEY.startsWith(new String(torn.array(), StandardCharsets.UTF_8))) {
      throw notAJournal(lines + 1);
    }
  }
}
