package chatwarden.standalone.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;

/** Which redis-server to run, and how. */
final class RedisExecutable {
  private RedisExecutable() {}

  /** The command that runs a server with the configuration. */
  static List<String> command(Path configuration) throws IOException {
    Optional<Path> installed = onPath("redis-server");
    Path server =
        installed.isPresent()
            ? installed.get()
            : ExecutableProvider.newJarResourceProvider().get().toPath();
    // A session of its own: Ctrl-C is for the JVM, which stops the server when it needs it no more.
    return onPath("setsid")
        .map(setsid -> List.of(setsid.toString(), server.toString(), configuration.toString()))
        .orElseGet(() -> List.of(server.toString(), configuration.toString()));
  }

  private static Optional<Path> onPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String folder : path.split(File.pathSeparator)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return Optional.of(Path.of(folder, program));
      }
    }
    return Optional.empty();
  }
}
