package chatwarden.testing.engine;

import chatwarden.testing.process.Executables;
import chatwarden.testing.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real Prometheus on loopback, with a port and a temporary folder of its own, that scrapes one
 * address and evaluates rules every second. Used by one thread at a time.
 */
public final class PrometheusServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final int port = FreePorts.next();
  private final Path folder = TemporaryFolder.create("prometheus");
  private final HttpClient http = HttpClient.newHttpClient();
  private final EngineProcess process;

  private PrometheusServer(Path program, int scraped, Path rules) {
    try {
      Files.writeString(
          folder.resolve("prometheus.yml"),
          """
          global: {scrape_interval: 1s, evaluation_interval: 1s}
          rule_files: ["%s"]
          scrape_configs:
            - job_name: chatwarden
              static_configs: [{targets: ["127.0.0.1:%d"]}]
          """
              .formatted(rules, scraped));
      this.process =
          EngineProcess.start("prometheus", command(program), folder.resolve("prometheus.log"));
      process.awaitReady(START_LIMIT, this::answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      TemporaryFolder.delete(folder);
      throw e;
    }
  }

  private ProcessBuilder command(Path program) {
    return new ProcessBuilder(
            List.of(
                program.toString(),
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port))
        .directory(folder.toFile());
  }

  /**
   * Starts one; without a prometheus, the test is skipped and says so.
   *
   * @param scraped the port of 127.0.0.1 whose {@code /metrics} it scrapes
   * @param rules a file of rules
   */
  public static PrometheusServer start(int scraped, Path rules) {
    return new PrometheusServer(Executables.require("prometheus"), scraped, rules);
  }

  private boolean answers() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the body of the answer of {@code /api/v1/query} to an expression. */
  public String query(String expression) throws IOException {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .body();
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.kill9();
    http.close();
    TemporaryFolder.delete(folder);
  }
}
