package chatwarden.bridge.server;

import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.bridge.platform.PartHealth;
import chatwarden.platform.v1.PartState;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.EngineHealth;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import io.grpc.Channel;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the bridge is ready, and whether the platform works as far as the bridge sees.
 *
 * <p>Ready means: the store works and no drain has begun; told over {@code GET /readyz} (200 or
 * 503) and {@code grpc.health.v1}. Healthy means: ready, and chat-ingest does not say that its
 * broker is away or that it records nothing; told over {@code GET /healthz}. Looks once a second on
 * a virtual thread.
 */
final class Readiness implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Supplier<Optional<String>> store;
  private final Channel ingest;
  private final HealthStatusManager health;
  private final List<String> services;
  private volatile Optional<ChatwardenException> unready = Optional.empty();
  private volatile Optional<ChatwardenException> unwell = Optional.empty();
  private volatile boolean draining;
  private @Nullable Thread prober;

  /**
   * Of a bridge that serves {@code services}.
   *
   * @param store why the store does not work; empty while it does
   */
  Readiness(
      Supplier<Optional<String>> store,
      Channel ingest,
      HealthStatusManager health,
      List<String> services) {
    this.store = store;
    this.ingest = ingest;
    this.health = health;
    this.services = services;
  }

  /** Looks at the store, then goes on looking at everything. */
  void start() {
    lookAtStore();
    prober = Thread.ofVirtual().name("bridge-readiness").start(this::keepLooking);
  }

  private void keepLooking() {
    try {
      while (!draining) {
        Thread.sleep(EVERY);
        lookAtStore();
        unwell = pipelineFault();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAtStore() {
    unready = store.get().map(problem -> FaultCode.UNAVAILABLE.exception("STORE_AWAY", problem));
    boolean serves = unready.isEmpty() && !draining;
    ServingStatus status = serves ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    services.forEach(service -> health.setStatus(service, status));
  }

  /** An ingest that cannot be asked, or knows no engine, says nothing against the platform. */
  private Optional<ChatwardenException> pipelineFault() {
    if (PartHealth.ask(ingest, HealthStatusManager.SERVICE_NAME_ALL_SERVICES)
        != PartState.SERVING) {
      return Optional.empty();
    }
    if (PartHealth.ask(ingest, EngineHealth.BROKER) == PartState.AWAY) {
      return Optional.of(
          FaultCode.UNAVAILABLE.exception(
              "BROKER_AWAY", "the broker confirms nothing: comments wait at their sources"));
    }
    return PartHealth.ask(ingest, EngineHealth.RECORDING) == PartState.AWAY
        ? Optional.of(
            FaultCode.UNAVAILABLE.exception("RECORDING_STALLED", EngineHealth.NOTHING_RECORDED))
        : Optional.empty();
  }

  /** Not ready from now on. */
  void drain() {
    draining = true;
    health.enterTerminalState();
  }

  /** {@code GET /readyz}. */
  HttpService readyz() {
    return (ctx, req) -> answer(unready);
  }

  /** {@code GET /healthz}. */
  HttpService healthz() {
    return (ctx, req) -> answer(unready.or(() -> unwell));
  }

  private HttpResponse answer(Optional<ChatwardenException> fault) {
    if (draining) {
      return HttpErrorHandler.response(
          FaultCode.UNAVAILABLE.exception("DRAINING", "the server is stopping"));
    }
    return fault.isPresent()
        ? HttpErrorHandler.response(fault.get())
        : HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, "{\"status\":\"SERVING\"}");
  }

  @Override
  public void close() {
    Thread running = prober;
    if (running != null) {
      running.interrupt();
    }
  }
}
