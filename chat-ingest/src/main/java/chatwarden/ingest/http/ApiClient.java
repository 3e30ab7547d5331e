package chatwarden.ingest.http;

import chatwarden.runtime.lifecycle.ServicePart;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls with answers in JSON: bounded in time and size, each at most once, and following no
 * redirect, as tokens go with them. Safe for use by many threads; every call blocks.
 */
public final class ApiClient implements ServicePart {
  private static final int MAX_ANSWER = 1 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client;
  private final Duration timeout;

  /** A client whose calls take {@code timeout} at most. */
  public ApiClient(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * Returns an address.
   *
   * @param base the address of the API, {@code https://api.twitch.tv/helix}
   * @param parameters those of the query, unencoded
   */
  public static URI address(String base, String path, Map<String, String> parameters) {
    return URI.create(base + path + (parameters.isEmpty() ? "" : "?" + form(parameters)));
  }

  /** Returns a body of JSON. */
  public static BodyPublisher json(Object value) {
    try {
      return BodyPublishers.ofString(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("value: not writable as JSON", e);
    }
  }

  /** Returns the answer to a form. */
  public ApiAnswer post(URI address, Map<String, String> fields)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(fields))));
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Returns the answer to a request.
   *
   * @throws NotSentException if the server was surely not reached
   * @throws IOException if it may have been reached
   */
  public ApiAnswer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      HttpResponse<byte[]> answer = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return new ApiAnswer(answer.statusCode(), read(answer.body()), answer.headers());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + timeout, e);
    } catch (ExecutionException e) {
      throw fault(e.getCause());
    } finally {
      sent.cancel(true);
    }
  }

  private static IOException fault(@Nullable Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new NotSentException(cause);
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private static JsonNode read(byte[] body) {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void start() {}

  @Override
  public void close() {
    client.shutdownNow();
  }
}
