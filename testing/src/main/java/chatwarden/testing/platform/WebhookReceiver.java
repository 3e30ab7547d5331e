package chatwarden.testing.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Receives webhooks on a free port of this machine, as the specification of Standard Webhooks has
 * it, and can be told to answer otherwise than with 204. Safe for use by many threads.
 */
public final class WebhookReceiver implements AutoCloseable {
  private static final int NO_CONTENT = 204;

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Queue<Integer> planned = new ConcurrentLinkedQueue<>();
  private volatile int usual = NO_CONTENT;

  /**
   * A message that came in.
   *
   * @param id the header {@code webhook-id}
   * @param timestamp the header {@code webhook-timestamp}
   * @param signature the header {@code webhook-signature}
   * @param status how it was answered
   */
  public record Received(String id, String timestamp, String signature, String body, int status) {

    /** Returns whether the signature is one by this secret, {@code whsec_} and base64. */
    public boolean isSignedBy(String secret) {
      byte[] key = Base64.getDecoder().decode(secret.substring(secret.indexOf('_') + 1));
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = id + "." + timestamp + "." + body;
        String expected =
            Base64.getEncoder()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        return Arrays.asList(signature.split(" ", -1)).contains("v1," + expected);
      } catch (GeneralSecurityException e) {
        throw new LinkageError("every Java platform has HMAC-SHA256", e);
      }
    }

    /** Returns whether it was answered with success. */
    public boolean isTaken() {
      return status == NO_CONTENT;
    }
  }

  /** Starts one. */
  public WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  /** Returns where it receives. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks?of=chatwarden";
  }

  /** Answers the next messages with these statuses. */
  public void answerNext(Integer... statuses) {
    planned.addAll(List.of(statuses));
  }

  /** Answers messages with this status from now on. */
  public void answerAlways(int status) {
    usual = status;
  }

  /** Returns everything that came in. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Returns the messages that were answered with success. */
  public List<Received> taken() {
    return received.stream().filter(Received::isTaken).toList();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Integer next = planned.poll();
    int status = next == null ? usual : next;
    received.add(
        new Received(
            header(exchange, "webhook-id"),
            header(exchange, "webhook-timestamp"),
            header(exchange, "webhook-signature"),
            body,
            status));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.toString(exchange.getRequestHeaders().getFirst(name), "");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
