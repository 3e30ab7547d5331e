package chatwarden.testing.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * An API on a free port of this machine that counts its calls, and can be told to answer the next
 * one otherwise, or to act and not answer. Safe for use by many threads.
 */
public abstract class ApiServer implements AutoCloseable {
  private final HttpServer server;
  private final List<ApiCall> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<ApiReply>> planned = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Starts one. */
  protected ApiServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  /** Returns where it answers. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers the next call of this name so, without doing anything. */
  public void answerNext(String name, ApiReply reply) {
    planned.computeIfAbsent(name, key -> new ArrayDeque<>()).add(reply);
  }

  /** Acts on calls of this name, and answers none of them until {@link #speak}. */
  public void fallSilent(String name) {
    silent.add(name);
  }

  /** Answers calls of this name again; those that wait for an answer never get one. */
  public void speak(String name) {
    silent.remove(name);
  }

  /** Returns the calls of this name so far. */
  public List<ApiCall> calls(String name) {
    return calls.stream().filter(call -> call.name().equals(name)).toList();
  }

  /** Acts on a call, and returns the answer. */
  protected abstract ApiReply reply(ApiCall call);

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    ApiCall call =
        new ApiCall(
            exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
            ApiCall.fields(Objects.toString(exchange.getRequestURI().getRawQuery(), "")),
            Objects.toString(exchange.getRequestHeaders().getFirst("Authorization"), ""),
            body);
    Queue<ApiReply> replies = planned.getOrDefault(call.name(), new ArrayDeque<>());
    ApiReply planned = replies.poll();
    ApiReply reply = planned == null ? reply(call) : planned;
    calls.add(call);
    if (silent.contains(call.name())) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    reply.headers().forEach(exchange.getResponseHeaders()::add);
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
