package chatwarden.bridge.webhook;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.ResponseTimeoutException;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages: signed, bounded in time and size, and following no redirect. Connections go to
 * addresses that the rules allow. Safe for use by many threads; every call blocks.
 */
final class WebhookClient implements AutoCloseable {

  private static final int MAX_ANSWER = 1 << 16;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final String USER_AGENT = "chatwarden-webhook";

  private final TargetRules rules;
  private final Duration timeout;
  private final InstantSource clock;
  private final ClientFactory connections;

  WebhookClient(TargetRules rules, Duration timeout, InstantSource clock) {
    this.rules = rules;
    this.timeout = timeout;
    this.clock = clock;
    this.connections =
        ClientFactory.builder()
            .addressResolverGroupFactory(eventLoops -> new CheckedNames(rules))
            .connectTimeout(timeout)
            .build();
  }

  /** Returns the answer to a message. */
  WebhookAnswer post(URI target, byte[] key, String id, byte[] body) throws InterruptedException {
    try {
      // A host that is an address is not resolved, so it is checked here.
      Optional<String> problem = rules.problem(target.toString());
      return problem.isPresent()
          ? WebhookAnswer.none("the target " + problem.get())
          : answer(send(target, headers(target, key, id, body), body));
    } catch (ExecutionException e) {
      return WebhookAnswer.none(problem(e.getCause()));
    } catch (TimeoutException e) {
      return WebhookAnswer.none("no answer within " + timeout);
    }
  }

  private RequestHeaders headers(URI target, byte[] key, String id, byte[] body) {
    Instant now = clock.instant();
    String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    return RequestHeaders.builder(HttpMethod.POST, path + query)
        .contentType(MediaType.JSON_UTF_8)
        .set("user-agent", USER_AGENT)
        .set("webhook-id", id)
        .set("webhook-timestamp", Long.toString(now.getEpochSecond()))
        .set("webhook-signature", WebhookSignature.of(key, id, now, body))
        .build();
  }

  private AggregatedHttpResponse send(URI target, RequestHeaders headers, byte[] body)
      throws InterruptedException, ExecutionException, TimeoutException {
    boolean isSecure = target.getScheme().equalsIgnoreCase("https");
    int port = target.getPort() > 0 ? target.getPort() : isSecure ? 443 : 80;
    CompletableFuture<AggregatedHttpResponse> answer =
        WebClient.builder(
                isSecure ? SessionProtocol.HTTPS : SessionProtocol.H1C,
                Endpoint.of(TargetRules.host(target), port))
            .factory(connections)
            .responseTimeout(timeout)
            .writeTimeout(timeout)
            .maxResponseLength(MAX_ANSWER)
            .build()
            .execute(headers, HttpData.wrap(body))
            .aggregate();
    try {
      // The connection has the same limit once more.
      return answer.get(timeout.multipliedBy(2).toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private static WebhookAnswer answer(AggregatedHttpResponse response) {
    return WebhookAnswer.of(
        response.status().code(), retryAfter(response.headers().get("retry-after")));
  }

  private static Duration retryAfter(@Nullable String seconds) {
    if (seconds == null || !seconds.matches("\\d{1,9}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
    return asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
  }

  /** Returns what went wrong, without addresses and answers. */
  private String problem(@Nullable Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof ForbiddenTargetException) {
        return "the target " + ForbiddenTargetException.PROBLEM;
      }
      if (cause instanceof UnknownHostException) {
        return "the target's name is not known";
      }
      if (cause instanceof ResponseTimeoutException) {
        return "no answer within " + timeout;
      }
      if (cause instanceof ContentTooLargeException) {
        return "answered more than " + MAX_ANSWER + " bytes";
      }
    }
    return "no connection, or it broke"
        + (fault == null ? "" : " (" + fault.getClass().getSimpleName() + ")");
  }

  @Override
  public void close() {
    connections.close();
  }
}
