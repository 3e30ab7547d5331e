package chatwarden.testing.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes spans by OTLP over HTTP on a free port of loopback, or takes calls and never answers. */
public final class OtlpCollector implements AutoCloseable {

  private final List<CollectedSpan> spans = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  private OtlpCollector(boolean answers) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", exchange -> take(exchange, answers));
    server.setExecutor(threads);
    server.start();
  }

  /** Starts a collector that keeps the spans. */
  public static OtlpCollector start() {
    return new OtlpCollector(true);
  }

  /** Starts a collector that never answers. */
  public static OtlpCollector hanging() {
    return new OtlpCollector(false);
  }

  private void take(HttpExchange exchange, boolean answers) throws IOException {
    try (exchange) {
      if (!answers) {
        closed.await();
        return;
      }
      var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      request.getResourceSpansList().forEach(this::keep);
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep(ResourceSpans ofProcess) {
    String service =
        ofProcess.getResource().getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.name"))
            .map(attribute -> attribute.getValue().getStringValue())
            .findFirst()
            .orElse("");
    ofProcess
        .getScopeSpansList()
        .forEach(
            scope ->
                scope.getSpansList().forEach(span -> spans.add(CollectedSpan.of(service, span))));
  }

  /** Returns the address for {@code tracing.otlp}. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the spans that have come so far. */
  public List<CollectedSpan> spans() {
    return List.copyOf(spans);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
