package chatwarden.benchmarks.load;

import java.io.IOException;

/** Which processors a process may use (Linux). */
final class Processors {
  private static final int COUNT = Runtime.getRuntime().availableProcessors();

  private Processors() {}

  /** Holds a server to the first processor and this process to the others, as on two machines. */
  static void part(long server) throws IOException, InterruptedException {
    hold(server, "0");
    hold(ProcessHandle.current().pid(), "1-" + (COUNT - 1));
  }

  /** Holds all threads of a process to processors, as {@code taskset} names them. */
  private static void hold(long pid, String processors) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("taskset", "-acp", processors, String.valueOf(pid))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("taskset -acp " + processors + " ended with status " + status);
    }
  }
}
