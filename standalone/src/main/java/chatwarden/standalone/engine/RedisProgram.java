package chatwarden.standalone.engine;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;

/**
 * The server program to run as Redis: that of the machine, else the one that Chatwarden carries.
 *
 * @param carried whether it is the one that Chatwarden carries
 */
record RedisProgram(Path path, boolean carried) {

  /** In the order in which they are taken: a folder that Redis wrote stays with it. */
  private static final List<String> NAMES = List.of("redis-server", "valkey-server");

  /**
   * Returns the program.
   *
   * @param searchPath folders to look in first, separated as in {@code PATH}
   * @param folder where the carried one is unpacked to
   * @throws ChatwardenException FAILED_PRECONDITION, when there is none for this machine
   */
  static RedisProgram find(String searchPath, Path folder) {
    return NAMES.stream()
        .flatMap(name -> onPath(searchPath, name).stream())
        .findFirst()
        .map(path -> new RedisProgram(path, false))
        .orElseGet(() -> new RedisProgram(unpack(folder), true));
  }

  private static Optional<Path> onPath(String searchPath, String name) {
    for (String place : searchPath.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(place, name);
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
          "no redis-server or valkey-server on the PATH and none is carried for this machine ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + "); install Redis 6.2 or newer or Valkey, or give --redis",
          e);
    }
  }
}
