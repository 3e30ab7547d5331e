package chatwarden.deploy.installed;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A {@code chatwarden up} within the files of another root, which it cannot write but for its data
 * folder and {@code /tmp}. Closing it ends it by TERM.
 */
final class InstalledPlatform implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(4);

  /** Makes the root read only in a namespace of its own; exec keeps the process the same. */
  private static final String SCRIPT =
      """
      mount --bind "$1" "$1"
      mount -o remount,bind,ro "$1"
      mount --bind "$2" "$1/var/lib/chatwarden"
      mount -t tmpfs tmpfs "$1/tmp"
      mount -t proc proc "$1/proc"
      mount --rbind /dev "$1/dev"
      cd "$1"
      exec chroot --userspec="$4" "$1" /usr/bin/env --ignore-environment --chdir=/var/lib/chatwarden \
        HOME=/nonexistent CHATWARDEN_DATA_DIR=/var/lib/chatwarden JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=60 \
        /opt/chatwarden/bin/chatwarden up --quiet --no-color --source=none --port "$3"
      """;

  private final Process process;
  private final Path log;
  private final int port;

  private InstalledPlatform(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Starts it as a user, by number, on the data of a folder, and waits until it is ready. */
  static InstalledPlatform start(Path root, String user, Path data, Path log) throws IOException {
    int port = FreePorts.next();
    Process process =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "--mount",
                    "sh",
                    "-e",
                    "-c",
                    SCRIPT,
                    "sh",
                    root.toString(),
                    data.toString(),
                    String.valueOf(port),
                    user + ":" + user))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    InstalledPlatform platform = new InstalledPlatform(process, log, port);
    Awaitility.await("chatwarden up in " + root)
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !process.isAlive() || platform.output().contains("ready http://"));
    assertThat(process.isAlive()).as(platform.output()).isTrue();
    return platform;
  }

  /** Returns the standard output and error so far. */
  String output() throws IOException {
    return Files.readString(log);
  }

  /** Returns the files from which the process and its children have code in memory. */
  List<String> libraries() throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "maps")).stream()
        .map(line -> line.replaceFirst("^[^/]*", ""))
        .filter(file -> file.contains(".so") || file.endsWith(".aot"))
        .distinct()
        .toList();
  }

  /** Calls a path of the bridge with a JSON body, or by GET without. */
  HttpResponse<String> call(String path, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60));
    if (!body.isEmpty()) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Runs the health check of the installation. */
  int healthCheck(Path root) throws IOException, InterruptedException {
    return new ProcessBuilder(
            "chroot",
            root.toString(),
            "/opt/chatwarden/lib/share/answers",
            String.valueOf(port),
            "/readyz")
        .inheritIO()
        .start()
        .waitFor();
  }

  /** Tells it to end by TERM and returns its exit status. */
  int end() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended after TERM").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
