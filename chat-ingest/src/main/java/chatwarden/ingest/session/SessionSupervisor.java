package chatwarden.ingest.session;

import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.retry.Backoff;
import chatwarden.store.session.SessionLease;
import chatwarden.store.session.SessionStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the sessions that no server runs, and runs each on virtual threads until it is over.
 *
 * <p>A session that was taken stays with this process as long as it lives and reaches the store;
 * when it dies, another takes the session over once the lease has run out, and goes on from the
 * checkpoint. A drain leaves every source, waits for the broker's confirms, saves the places and
 * gives the sessions back; none of them ends by that.
 */
public final class SessionSupervisor implements ServicePart {
  private static final Logger log = LoggerFactory.getLogger(SessionSupervisor.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final SessionStore sessions;
  private final SourceFactory sources;
  private final SinkFactory sinks;
  private final SessionSettings settings;
  private final InstantSource clock;
  private final Map<SessionRunner, Thread> running = new ConcurrentHashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread claiming;

  /** A supervisor that has not begun. */
  public SessionSupervisor(
      SessionStore sessions,
      SourceFactory sources,
      SinkFactory sinks,
      SessionSettings settings,
      InstantSource clock,
      MeterRegistry registry) {
    this.sessions = sessions;
    this.sources = sources;
    this.sinks = sinks;
    this.settings = settings;
    this.clock = clock;
    Gauge.builder("session.running", running, Map::size)
        .description("Sessions that this process reads now")
        .register(registry);
  }

  @Override
  public String name() {
    return "session-supervisor";
  }

  @Override
  public void start() {
    claiming = Thread.ofVirtual().name("session-supervisor").start(this::claim);
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    stopping.countDown();
    if (claiming != null) {
      claiming.join(until(deadline));
    }
    running.keySet().forEach(runner -> runner.release(until(deadline)));
    for (Thread thread : running.values()) {
      thread.join(until(deadline));
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    running.values().forEach(Thread::interrupt);
  }

  /** How many sessions run now. */
  int running() {
    return running.size();
  }

  private static Duration until(long deadline) {
    return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1));
  }

  /** Not interrupted, so that no session is taken without anybody hearing of it. */
  private void claim() {
    Duration pause = settings.claimInterval();
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    try {
      while (!stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        if (claimAll()) {
          backoff.reset();
          pause = settings.claimInterval();
        } else {
          pause = backoff.next();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes every session that is free, as long as there is room; false when the store fails. */
  private boolean claimAll() {
    try {
      while (running.size() < settings.maxSessions() && stopping.getCount() > 0) {
        Optional<SessionLease> lease = sessions.claim(settings.owner(), settings.leaseTtl());
        if (lease.isEmpty()) {
          return true;
        }
        begin(lease.get());
      }
      return true;
    } catch (ChatwardenException e) {
      log.warn("Failed claim reason={}", e.reason());
    } catch (RuntimeException e) {
      log.error("Failed claim", e);
    }
    return false;
  }

  private void begin(SessionLease lease) {
    Session session = lease.session();
    SessionRunner runner;
    try {
      Optional<byte[]> checkpoint = lease.checkpoint();
      float threshold =
          session.hasFlagThreshold()
              ? session.getFlagThreshold()
              : ChatPolicy.DEFAULT_FLAG_THRESHOLD;
      Rejections rejections = new Rejections();
      SourceSink sink = sinks.open(session, lease.fence(), threshold, rejections::add);
      ChatSource source = source(session, checkpoint);
      runner = new SessionRunner(lease, source, sink, rejections, settings, clock);
      log.info(
          "Started session={} chat={} resumed={}",
          session.getId(),
          session.getChat(),
          checkpoint.isPresent());
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
    Thread thread =
        Thread.ofVirtual().name("session-" + session.getId()).unstarted(() -> run(runner, session));
    running.put(runner, thread);
    thread.start();
  }

  /** The source, or one that fails at once, so that every failure of a session goes one way. */
  private ChatSource source(Session session, Optional<byte[]> checkpoint) {
    try {
      return sources.open(session, checkpoint);
    } catch (SourceException e) {
      return sink -> {
        throw e;
      };
    }
  }

  private void run(SessionRunner runner, Session session) {
    try {
      runner.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("Failed session", e);
    } finally {
      running.remove(runner);
    }
    if (runner.isLost()) {
      restoreIfForgotten(session);
    }
  }

  /** A session that the store lost begins anew, with its source; waits for a store that is away. */
  private void restoreIfForgotten(Session session) {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    try {
      while (!restored(session)) {
        if (stopping.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether nothing is left to do for the session. */
  private boolean restored(Session session) {
    try {
      if (sessions.get(session.getId()).isEmpty()) {
        Session fresh = sessions.create(session);
        log.error(
            "The store lost session={} chat={}: its source is read anew as session={}",
            session.getId(),
            session.getChat(),
            fresh.getId());
      }
      return true;
    } catch (ChatwardenException e) {
      if (FaultCode.ALREADY_EXISTS.isOf(e)) {
        return true; // Another server was first.
      }
      log.debug("Waiting to restore session={} reason={}", session.getId(), e.reason());
      return false;
    }
  }
}
