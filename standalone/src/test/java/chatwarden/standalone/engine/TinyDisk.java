package chatwarden.standalone.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system that a test fills up; where none can be mounted, the test is skipped. */
final class TinyDisk implements AutoCloseable {

  private static final int BLOCK = 64 * 1024;

  private final Path folder;

  private TinyDisk(Path folder) {
    this.folder = folder;
  }

  static TinyDisk mount(Path folder, String size) throws Exception {
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString())
            .start();
    assumeTrue(mount.waitFor() == 0, "needs the right to mount a tmpfs");
    return new TinyDisk(folder);
  }

  Path folder() {
    return folder;
  }

  void fill() throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve("fill"))) {
      byte[] block = new byte[BLOCK];
      while (true) {
        file.write(block);
      }
    } catch (IOException e) {
      if (folder.toFile().getUsableSpace() > BLOCK) {
        throw e;
      }
    }
  }

  void free() throws IOException {
    Files.delete(folder.resolve("fill"));
  }

  @Override
  public void close() throws Exception {
    new ProcessBuilder("umount", "--lazy", folder.toString()).start().waitFor();
  }
}
