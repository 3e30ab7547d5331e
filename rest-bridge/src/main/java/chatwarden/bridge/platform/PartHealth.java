package chatwarden.bridge.platform;

import chatwarden.platform.v1.PartState;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks servers by {@code grpc.health.v1} whether they serve, and whether their engines do. */
public final class PartHealth {

  /** How long an answer is waited for. */
  static final Duration LIMIT = Duration.ofSeconds(1);

  private PartHealth() {}

  /** The state of {@code service}; a server that does not know the service cannot say. Blocks. */
  public static PartState ask(Channel channel, String service) {
    try {
      ServingStatus status =
          HealthGrpc.newBlockingV2Stub(channel)
              .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.newBuilder().setService(service).build())
              .getStatus();
      return status == ServingStatus.SERVING ? PartState.SERVING : PartState.AWAY;
    } catch (StatusException e) {
      return e.getStatus().getCode() == Status.Code.NOT_FOUND ? PartState.UNKNOWN : PartState.AWAY;
    }
  }
}
