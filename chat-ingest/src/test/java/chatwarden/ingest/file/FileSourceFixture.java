package chatwarden.ingest.file;

import chatwarden.ingest.source.ManualClock;
import chatwarden.ingest.source.RecordingSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Reads a chat from a file that the test writes, by a clock that the test moves. */
abstract class FileSourceFixture {

  @TempDir Path folder;
  Path file;
  final ManualClock clock = new ManualClock();
  final RecordingSink sink = new RecordingSink();

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("chat.jsonl");
  }

  void read() throws Exception {
    source(0, Optional.empty()).run(sink);
  }

  FileSource source(double rate, Optional<byte[]> checkpoint) {
    return new FileSource(file, "chat", rate, checkpoint, clock);
  }

  void write(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  static String line(String id) {
    return line(id, "text of " + id);
  }

  static String line(String id, String text) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
  }
}
