package chatwarden.worker.step;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.pipeline.StepLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Renews a lease and says until when its command may run: somewhat shorter than the lease, counted
 * from before the renewal, so that the command is gone before another worker may take the step.
 * While the store is away, the last deadline stays. Used by one thread.
 */
final class StepHeartbeat {

  private static final int TENTHS = 8;

  private final StepLease lease;
  private final Duration share;
  private final InstantSource clock;
  private Instant deadline;

  StepHeartbeat(StepLease lease, Duration ttl, InstantSource clock, Instant claimed) {
    this.lease = lease;
    this.share = ttl.multipliedBy(TENTHS).dividedBy(10);
    this.clock = clock;
    this.deadline = claimed.plus(share);
  }

  Instant deadline() {
    return deadline;
  }

  /** Renews the lease if the store answers. */
  StepLease.Renewal beat() {
    Instant before = clock.instant();
    StepLease.Renewal renewal;
    try {
      renewal = lease.renew();
    } catch (ChatwardenException e) {
      FaultCode.UNAVAILABLE.orThrow(e);
      return before.isBefore(deadline) ? StepLease.Renewal.HELD : StepLease.Renewal.LOST;
    }
    if (renewal != StepLease.Renewal.LOST) {
      deadline = before.plus(share);
    }
    return renewal;
  }
}
