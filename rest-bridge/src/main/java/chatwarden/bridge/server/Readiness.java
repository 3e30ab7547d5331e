package chatwarden.bridge.server;

import chatwarden.bridge.json.HttpFault;
import chatwarden.runtime.error.UnavailableException;
import chatwarden.store.comment.CommentStore;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the bridge is ready: the store answers and no drain has begun. Asks the store once a
 * second on a virtual thread; told over {@code GET /healthz} (200 or 503) and {@code
 * grpc.health.v1}.
 */
final class Readiness implements HttpService, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Readiness.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final CommentStore comments;
  private final HealthStatusManager health;
  private final List<String> services;
  private volatile boolean storeAnswers;
  private volatile boolean draining;
  private @Nullable Thread prober;

  /** Of a bridge that serves {@code services} from {@code comments}. */
  Readiness(CommentStore comments, HealthStatusManager health, List<String> services) {
    this.comments = comments;
    this.health = health;
    this.services = services;
  }

  /** Asks the store once, then goes on asking. */
  void start() {
    probe();
    prober = Thread.ofVirtual().name("bridge-readiness").start(this::keepProbing);
  }

  private void keepProbing() {
    try {
      while (!draining) {
        Thread.sleep(EVERY);
        probe();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe() {
    boolean answers;
    try {
      comments.chats(1, "");
      answers = true;
    } catch (RuntimeException e) {
      answers = false;
    }
    if (answers != storeAnswers) {
      log.info("Readiness store={}", answers ? "answers" : "away");
    }
    storeAnswers = answers;
    tell(answers && !draining ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  private void tell(ServingStatus status) {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    services.forEach(service -> health.setStatus(service, status));
  }

  /** Not ready from now on. */
  void drain() {
    draining = true;
    health.enterTerminalState();
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) {
    if (draining) {
      return HttpFault.response(UnavailableException.of("DRAINING", "the server is stopping"));
    }
    return storeAnswers
        ? HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, "{\"status\":\"SERVING\"}")
        : HttpFault.response(UnavailableException.of("STORE_AWAY", "the store does not answer"));
  }

  @Override
  public void close() {
    Thread running = prober;
    if (running != null) {
      running.interrupt();
    }
  }
}
