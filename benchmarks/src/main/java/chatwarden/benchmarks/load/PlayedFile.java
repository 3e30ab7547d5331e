package chatwarden.benchmarks.load;

import chatwarden.testing.engine.TemporaryFolder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A file of invented comments in a folder of its own, as the file source reads them. */
final class PlayedFile implements AutoCloseable {
  private static final int AUTHORS = 500;

  private final Path folder;
  private final Path file;

  private PlayedFile(Path folder, Path file) {
    this.folder = folder;
    this.file = file;
  }

  /** Writes so many comments, which are published when they are read. */
  static PlayedFile write(String chat, long comments) {
    try {
      Path folder = TemporaryFolder.create("played");
      Path file = folder.resolve(chat + ".jsonl");
      ChatTexts texts = new ChatTexts(new Random(42));
      try (BufferedWriter lines = Files.newBufferedWriter(file)) {
        for (long n = 0; n < comments; n++) {
          lines.write("{\"id\":\"c" + n + "\",\"author\":\"viewer-" + n % AUTHORS);
          lines.write("\",\"text\":\"" + texts.next() + "\"}\n");
        }
      }
      return new PlayedFile(folder, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder below which files are written, for the platform's leave to read them. */
  static String parentFolder() {
    return System.getProperty("java.io.tmpdir");
  }

  /** How a session names it. */
  String source() {
    return "file:" + file;
  }

  @Override
  public void close() {
    TemporaryFolder.delete(folder);
  }
}
