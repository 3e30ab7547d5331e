package chatwarden.runtime.telemetry;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.lifecycle.BindFault;
import chatwarden.runtime.lifecycle.ServicePart;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics} in Prometheus' text format and {@code GET /healthz}, on a port of its own.
 *
 * <p>{@code /healthz} answers 200 {@code ok}; 503 with what the process cannot do, a line each; and
 * after the begin of a drain 503 {@code draining}.
 */
public final class MetricsEndpoint implements ServicePart {

  /** Where a process of its own shows its metrics. */
  public static final ConfigKey<String> ADDRESS =
      ConfigKey.text(
          "metrics.address", "127.0.0.1", "The address on which a process shows its metrics.");

  /** The port of the metrics of a process of its own. */
  public static final ConfigKey<Integer> PORT =
      ConfigKey.integer(
          "metrics.port",
          9100,
          0,
          65_535,
          "The port on which a process shows its metrics; 0 takes a free one.");

  private static final Logger log = LoggerFactory.getLogger(MetricsEndpoint.class);

  private final String host;
  private final int wishedPort;
  private final Telemetry telemetry;
  private final Supplier<List<String>> problems;
  private volatile boolean draining;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  private MetricsEndpoint(
      String host, int port, Telemetry telemetry, Supplier<List<String>> problems) {
    this.host = host;
    this.wishedPort = port;
    this.telemetry = telemetry;
    this.problems = problems;
  }

  /** An endpoint on {@code host} and {@code port}; 0 takes a free one. */
  public static MetricsEndpoint at(String host, int port, Telemetry telemetry) {
    return at(host, port, telemetry, List::of);
  }

  /** The same of a process that has {@code problems}, which never block, or none. */
  public static MetricsEndpoint at(
      String host, int port, Telemetry telemetry, Supplier<List<String>> problems) {
    return new MetricsEndpoint(host, port, telemetry, problems);
  }

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public void start() throws IOException {
    HttpServer created = bind();
    created.createContext(
        "/metrics",
        exchange -> answer(exchange, "/metrics", 200, Telemetry.CONTENT_TYPE, telemetry::scrape));
    created.createContext("/healthz", this::health);
    created.createContext(
        "/", exchange -> answer(exchange, "", 404, "text/plain", () -> "not found\n"));
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    created.setExecutor(executor);
    created.start();
    threads = executor;
    server = created;
    log.info("Started endpoint=metrics host={} port={}", host, port());
  }

  private HttpServer bind() throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(host, wishedPort), 0);
    } catch (BindException e) {
      throw BindFault.of(host, wishedPort, "use --metrics-port, or set metrics.port", e);
    }
  }

  private void health(HttpExchange exchange) throws IOException {
    List<String> lines = draining ? List.of("draining") : problems.get();
    answer(
        exchange,
        "/healthz",
        lines.isEmpty() ? 200 : 503,
        "text/plain",
        () -> lines.isEmpty() ? "ok\n" : String.join("\n", lines) + "\n");
  }

  /** Answers only the path itself, only GET and HEAD. */
  private static void answer(
      HttpExchange exchange, String path, int status, String type, Supplier<String> text)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      boolean here = path.isEmpty() || exchange.getRequestURI().getPath().equals(path);
      byte[] body = (here ? text.get() : "not found\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", here ? type : "text/plain");
      exchange.sendResponseHeaders(here ? status : 404, method.equals("HEAD") ? -1 : body.length);
      if (method.equals("GET")) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** The port that is listened on. */
  public int port() {
    HttpServer running = server;
    if (running == null) {
      throw new IllegalStateException("metrics endpoint is not started");
    }
    return running.getAddress().getPort();
  }

  @Override
  public void drain(Duration timeout) {
    draining = true;
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
