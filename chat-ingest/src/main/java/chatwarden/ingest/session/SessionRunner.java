package chatwarden.ingest.session;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.SourceSink;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.session.SessionLease;
import chatwarden.type.v1.ChatState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one leased session: renews its lease, saves how far its source has come, heeds a request to
 * stop it, and finishes it when it is over. When the lease is lost it leaves the source at once and
 * writes nothing more.
 */
final class SessionRunner {
  private static final Logger log = LoggerFactory.getLogger(SessionRunner.class);

  /** A request to stop is heeded within a second. */
  private static final Duration STOP_CHECK_INTERVAL = Duration.ofMillis(300);

  /** How long a source may take to let go when it is interrupted. */
  private static final Duration LET_GO = Duration.ofSeconds(1);

  private final SessionLease lease;
  private final SessionSettings settings;
  private final SessionReading reading;
  private final Progress progress;
  private final NotedWay way;
  private final Rejections rejections;
  private final String id;
  private long renewed = System.nanoTime();
  private long stopChecked = System.nanoTime();
  private volatile boolean lost;
  private volatile long releaseBy;
  private volatile boolean releasing;

  SessionRunner(
      SessionLease lease,
      ChatSource source,
      SourceSink pipeline,
      Rejections rejections,
      SessionSettings settings,
      InstantSource clock) {
    this.lease = lease;
    this.settings = settings;
    this.rejections = rejections;
    this.id = lease.session().getId();
    SessionSink sink = new SessionSink(pipeline, rejections);
    this.reading = new SessionReading(lease.session(), source, sink, clock);
    this.progress = new Progress(lease, source, sink, rejections);
    this.way = new NotedWay(lease, source);
  }

  /** Gives the session back in time, with its place saved, for another process to go on with. */
  void release(Duration timeout) {
    releaseBy = System.nanoTime() + timeout.toNanos();
    releasing = true;
    reading.cut();
  }

  /** Keeps the session until it is over, given back or lost. */
  void run() throws InterruptedException {
    reading.start();
    try {
      while (!await(settings.checkpointInterval()) && !lost) {
        keep();
      }
      conclude();
    } catch (ExecutionException e) {
      giveUp(e);
    } finally {
      reading.cut();
      await(LET_GO);
      closeLease();
    }
  }

  /** Whether it left the session because the lease was gone; only once it has run. */
  boolean isLost() {
    return lost;
  }

  /** Whether the reading has ended within the time. */
  private boolean await(Duration timeout) throws InterruptedException {
    try {
      reading.ending().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("a reading ends with an ending (a bug)", e);
    }
  }

  private void keep() throws ExecutionException {
    attempt(this::renew);
    attempt(this::heedStop);
    attempt(way::note);
    if (!lost) {
      save();
    }
  }

  private void renew() {
    long now = System.nanoTime();
    if (now - renewed >= settings.leaseTtl().toNanos() / 3) {
      lost = !lease.renew();
      renewed = now;
    }
  }

  private void heedStop() {
    long now = System.nanoTime();
    if (now - stopChecked >= STOP_CHECK_INTERVAL.toNanos()) {
      stopChecked = now;
      if (lease.stopRequested()) {
        reading.stop();
      }
    }
  }

  private void save() throws ExecutionException {
    try {
      progress.save();
    } catch (ChatwardenException e) {
      heed(e);
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (ChatwardenException e) {
      heed(e);
    }
  }

  /** The store may be away for a while; when that lasts, others may hold the lease. */
  private void heed(ChatwardenException fault) {
    boolean expired = System.nanoTime() - renewed > settings.leaseTtl().toNanos();
    if (FaultCode.FAILED_PRECONDITION.isOf(fault) || expired) {
      lost = true;
      log.warn("Lost session={} reason={}", id, fault.reason());
    }
  }

  private void conclude() throws InterruptedException, ExecutionException {
    if (lost) {
      log.warn("Left session={} because=lease-lost", id);
      return;
    }
    switch (reading.ending().resultNow()) {
      case Ending.Over(ChatState state, String reason) -> finish(state, reason);
      case Ending.Broken(Throwable fault) -> throw new ExecutionException(fault);
      case Ending.Cut() -> saveLast();
    }
  }

  private void finish(ChatState state, String reason) throws InterruptedException {
    while (!lost) {
      attempt(this::renew);
      try {
        if (progress.count(rejections.total())) {
          lease.finish(state, reason);
          log.info("Finished session={} state={} reason=\"{}\"", id, state, reason);
          return;
        }
      } catch (ChatwardenException e) {
        heed(e);
        Thread.sleep(settings.checkpointInterval());
      }
    }
  }

  private void saveLast() throws InterruptedException, ExecutionException {
    try {
      progress.saveLast(releaseBy);
      log.info("Released session={}", id);
    } catch (TimeoutException e) {
      log.warn("Released session={} without its last place: the broker does not answer", id);
    } catch (ChatwardenException e) {
      log.warn("Released session={} without its last place reason={}", id, e.reason());
    }
  }

  private void giveUp(ExecutionException fault) {
    if (!releasing) {
      log.warn("Gave back session={} to read it again from its checkpoint", id, fault.getCause());
    }
  }

  private void closeLease() {
    if (!lost) {
      attempt(lease::close);
    }
  }
}
