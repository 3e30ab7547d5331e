package chatwarden.standalone.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where standard error goes. */
public final class StandardError {
  private static final Path LINK = Path.of("/proc/self/fd/2");

  private StandardError() {}

  /** Returns whether people see it on a terminal; elsewhere than on Linux, whether there is one. */
  public static boolean isTerminal() {
    try {
      if (Files.isSymbolicLink(LINK)) {
        String target = Files.readSymbolicLink(LINK).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException e) {
      return false;
    }
    return System.console() != null && System.console().isTerminal();
  }
}
