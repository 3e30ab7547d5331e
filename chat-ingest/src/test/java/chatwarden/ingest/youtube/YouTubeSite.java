package chatwarden.ingest.youtube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;

/** A server that answers as YouTube does, by a script: the last answer of a path repeats. */
final class YouTubeSite implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Deque<Reply>> script = new HashMap<>();
  private final List<Request> requests = new ArrayList<>();

  /** An answer. */
  record Reply(int status, String body, Map<String, String> headers) {
    static Reply ok(String body) {
      return new Reply(200, body, Map.of());
    }

    static Reply status(int status) {
      return new Reply(status, "{\"error\":{\"code\":" + status + "}}", Map.of());
    }
  }

  /** A request, its headers by lower-case name. */
  record Request(String path, String query, String body, Map<String, String> headers) {}

  YouTubeSite() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers the next requests to the path, in order. */
  YouTubeSite on(String path, Reply... replies) {
    synchronized (this) {
      script.computeIfAbsent(path, unused -> new ArrayDeque<>()).addAll(List.of(replies));
    }
    return this;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The requests to the path, in order. */
  synchronized List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Reply reply = next(exchange, body);
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    reply.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private synchronized Reply next(HttpExchange exchange, String body) {
    URI uri = exchange.getRequestURI();
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    requests.add(new Request(uri.getPath(), String.valueOf(uri.getRawQuery()), body, headers));
    Deque<Reply> replies = script.getOrDefault(uri.getPath(), new ArrayDeque<>());
    Reply reply = replies.size() > 1 ? replies.poll() : replies.peek();
    return reply == null ? Reply.status(404) : reply;
  }
}
