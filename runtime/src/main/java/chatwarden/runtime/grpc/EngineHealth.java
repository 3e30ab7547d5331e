package chatwarden.runtime.grpc;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Whether an engine that a server needs answers, as the status of a service of that name in {@code
 * grpc.health.v1}; the server itself serves all the while, and goes on when the engine is back.
 *
 * @param service the name to ask for
 * @param answers whether it does; asked twice a second, so it must not block
 */
public record EngineHealth(String service, BooleanSupplier answers) {

  /** The message broker. */
  public static final String BROKER = "chatwarden.engine.broker";

  /** Whether chat-ingest records its comments; not an engine, but asked for in the same way. */
  public static final String RECORDING = "chatwarden.ingest.recording";

  /** The message to people when that does not serve. */
  public static final String NOTHING_RECORDED = "comments are taken in but none is recorded";

  private static final Duration EVERY = Duration.ofMillis(500);

  /** Reports it again and again, until it is interrupted. */
  Thread keepTelling(HealthStatusManager health) {
    tell(health);
    return Thread.ofVirtual()
        .name("health-" + service)
        .start(
            () -> {
              try {
                while (true) {
                  Thread.sleep(EVERY);
                  tell(health);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void tell(HealthStatusManager health) {
    health.setStatus(
        service, answers.getAsBoolean() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }
}
