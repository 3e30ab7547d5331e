package chatwarden.repository.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A strict server of artefacts on loopback that behaves as badly as a test asks: it cuts
 * connections, states wrong ranges, expires signatures and redirects. It answers only GET.
 */
public final class ArtefactServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private final Deque<Integer> cuts = new ArrayDeque<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Ranges ranges = Ranges.BOTH;
  private volatile String signature = "";

  /** How it treats ranges and their conditions. */
  public enum Ranges {
    /** As RFC 9110 wants it. */
    BOTH,
    /** As S3 and Azure: If-Range is not looked at. */
    IF_MATCH,
    /** As MLflow: If-Match is not looked at. */
    IF_RANGE,
    /** Answers 200 with the whole and no entity tag, as MLflow before S3. */
    IGNORED,
    /** Answers 206 with bytes from another place than was asked for. */
    WRONG
  }

  /** A request that came. */
  public record Request(String method, String path, Map<String, String> headers) {}

  /** Starts one that has nothing. */
  public ArtefactServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Returns the address of {@code path}. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Has {@code content} at {@code path} from now on. */
  public void put(String path, byte[] content) {
    contents.put(path, content);
  }

  /** Has nothing at {@code path} any more. */
  public void remove(String path) {
    contents.remove(path);
  }

  /** Redirects {@code path}. */
  public void redirect(String path, String location) {
    redirects.put(path, location);
  }

  /** Answers the next requests with these statuses first. */
  public synchronized void fail(Integer... next) {
    statuses.addAll(List.of(next));
  }

  /** Cuts the connections of the next bodies after so many bytes each. */
  public synchronized void cut(Integer... next) {
    cuts.addAll(List.of(next));
  }

  /** Treats ranges so from now on. */
  public void ranges(Ranges now) {
    ranges = now;
  }

  /** Answers 403 to queries without {@code sig=<now>}. */
  public void requireSignature(String now) {
    signature = now;
  }

  /** Returns the requests so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Forgets the requests so far. */
  public void forget() {
    requests.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new ConcurrentHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      String path = exchange.getRequestURI().getPath();
      requests.add(new Request(exchange.getRequestMethod(), path, headers));
      answer(exchange, path, headers);
    }
  }

  private void answer(HttpExchange exchange, String path, Map<String, String> headers)
      throws IOException {
    Integer status = next(statuses);
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    byte[] content = contents.get(path);
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(405, -1);
    } else if (status != null) {
      exchange.sendResponseHeaders(status, -1);
    } else if (redirects.containsKey(path)) {
      exchange.getResponseHeaders().set("Location", redirects.get(path));
      exchange.sendResponseHeaders(307, -1);
    } else if (!signature.isEmpty() && !query.contains("sig=" + signature)) {
      exchange.sendResponseHeaders(403, -1);
    } else if (content == null) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      send(exchange, content, headers);
    }
  }

  private synchronized Integer next(Deque<Integer> queue) {
    return queue.poll();
  }

  private void send(HttpExchange exchange, byte[] content, Map<String, String> headers)
      throws IOException {
    String tag = "\"" + Arrays.hashCode(content) + "\"";
    boolean matches = tag.equals(headers.getOrDefault("if-match", tag));
    boolean isFresh = tag.equals(headers.getOrDefault("if-range", tag));
    boolean knowsRange = ranges == Ranges.BOTH || ranges == Ranges.IF_RANGE;
    boolean knowsMatch = ranges == Ranges.BOTH || ranges == Ranges.IF_MATCH;
    if (ranges != Ranges.IGNORED) {
      exchange.getResponseHeaders().set("ETag", tag);
    }
    String range = headers.get("range");
    if (tag.equals(headers.get("if-none-match"))) {
      exchange.sendResponseHeaders(304, -1);
    } else if (knowsMatch && !matches) {
      exchange.sendResponseHeaders(412, -1);
    } else if (range == null || ranges == Ranges.IGNORED || (knowsRange && !isFresh)) {
      body(exchange, 200, content, 0);
    } else {
      int from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-.*", "$1"));
      from = ranges == Ranges.WRONG ? from - 1 : from;
      if (from >= content.length) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
      body(exchange, 206, content, from);
    }
  }

  private void body(HttpExchange exchange, int status, byte[] content, int from)
      throws IOException {
    int length = content.length - from;
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    Integer cut = next(cuts);
    OutputStream body = exchange.getResponseBody();
    body.write(content, from, cut == null ? length : Math.min(cut, length));
    body.flush();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
