package chatwarden.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The resident memory of a process, and the most of it since a moment (Linux).
 *
 * @param folder of the process in {@code /proc}
 * @param before at that moment, in bytes
 */
record ProcessMemory(Path folder, long before) {

  private static final String RESET_THE_MOST = "5";

  /** Starts to watch a process. */
  static ProcessMemory watch(long pid) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid));
    Files.writeString(folder.resolve("clear_refs"), RESET_THE_MOST);
    return new ProcessMemory(folder, bytes(folder, "VmRSS:"));
  }

  /** Returns the most since then, in bytes. */
  long most() throws IOException {
    return bytes(folder, "VmHWM:");
  }

  private static long bytes(Path folder, String field) throws IOException {
    for (String line : Files.readAllLines(folder.resolve("status"))) {
      if (line.startsWith(field)) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("no " + field + " in " + folder.resolve("status"));
  }
}
