package chatwarden.standalone.engine;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;

/** The redis-server to run: that of the machine, else the one that Chatwarden carries. */
final class RedisProgram {

  private RedisProgram() {}

  /**
   * The program.
   *
   * @param searchPath folders to look in first, separated as in {@code PATH}
   * @param folder where the carried one is unpacked to
   * @throws ChatwardenException FAILED_PRECONDITION, when there is none for this machine
   */
  static Path find(String searchPath, Path folder) {
    return onPath(searchPath).orElseGet(() -> unpack(folder));
  }

  private static Optional<Path> onPath(String searchPath) {
    for (String place : searchPath.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(place, "redis-server");
      if (!place.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static Path unpack(Path folder) {
    try {
      Files.createDirectories(folder);
      return ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
    } catch (IOException | RuntimeException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "NO_REDIS",
          "no redis-server on the PATH and none is carried for this machine ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + "); install Redis 6.2 or newer, or give --redis",
          e);
    }
  }
}
