package chatwarden.runtime.lifecycle;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process made of parts: starts them in order, and stops them in reverse order, first draining
 * all, then closing all, within a bounded time.
 *
 * <p>If a part cannot start, those before it are closed and {@link #start} throws one exception
 * with one clear line. A part that hangs while stopping is abandoned.
 */
public final class ServiceProcess implements AutoCloseable {

  /** How long to wait for work in hand when stopping. */
  public static final ConfigKey<Duration> DRAIN_TIMEOUT =
      ConfigKey.duration(
          "drain.timeout",
          Duration.ofSeconds(3),
          "How long a stopping process waits for the work that it has in hand.");

  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(1_500);
  private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);

  private final String name;
  private final List<ServicePart> parts;
  private final Duration drainTimeout;
  private final List<ServicePart> started = new ArrayList<>();

  /** Held while the process starts or stops. */
  private final ReentrantLock changing = new ReentrantLock();

  private final Object signal = new Object();
  private @Nullable Thread starter;
  private boolean toldToStop;

  private ServiceProcess(Builder builder) {
    this.name = builder.name;
    this.parts = List.copyOf(builder.parts);
    this.drainTimeout = builder.drainTimeout;
  }

  /** A process without parts yet. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts every part, in order. Gives up as soon as {@link #close} is called meanwhile.
   *
   * @throws ChatwardenException that of the part that could not start, or one with reason {@code
   *     START_FAILED} that names it; everything started before is closed then
   */
  public void start() {
    changing.lock();
    try {
      long begin = System.nanoTime();
      log.info("Starting process={} parts={}", name, parts.size());
      startedBy(Thread.currentThread());
      parts.forEach(this::startPart);
      startedBy(null);
      log.info("Started process={} millis={}", name, millisSince(begin));
    } finally {
      changing.unlock();
    }
  }

  private void startedBy(@Nullable Thread thread) {
    synchronized (signal) {
      starter = thread;
    }
  }

  private boolean isToldToStop() {
    synchronized (signal) {
      return toldToStop;
    }
  }

  private void startPart(ServicePart part) {
    long begin = System.nanoTime();
    try {
      if (isToldToStop()) {
        throw new InterruptedException("told to stop");
      }
      part.start();
      started.add(part);
      log.debug("Started part={} millis={}", part.name(), millisSince(begin));
    } catch (Exception | LinkageError e) {
      // The one clear line is the exception's; whoever runs the process prints it.
      log.debug("Failed process={} part={}", name, part.name(), e);
      startedBy(null);
      boolean interrupted = Thread.interrupted(); // What closes is not to be interrupted too.
      closeStarted();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw asStartFault(part, e);
    }
  }

  private ChatwardenException asStartFault(ServicePart part, Throwable fault) {
    if (fault instanceof ChatwardenException known) {
      return known;
    }
    if (fault instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return FaultCode.FAILED_PRECONDITION.exception(
        "START_FAILED", part.name() + " could not start: " + FaultWords.of(fault), fault);
  }

  /**
   * Drains and closes the started parts; ends a start that is under way. May be called again and
   * does nothing then.
   */
  @Override
  public void close() {
    long begin = System.nanoTime();
    synchronized (signal) {
      toldToStop = true;
      if (starter != null && starter != Thread.currentThread()) {
        starter.interrupt();
      }
    }
    try {
      if (!changing.tryLock(drainTimeout.plus(CLOSE_TIMEOUT).toNanos(), TimeUnit.NANOSECONDS)) {
        log.warn("Abandoned step=start process={}", name);
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      stop(begin);
    } finally {
      changing.unlock();
    }
  }

  private void stop(long begin) {
    if (started.isEmpty()) {
      return;
    }
    log.info("Stopping process={}", name);
    long deadline = System.nanoTime() + drainTimeout.toNanos();
    for (ServicePart part : started.reversed()) {
      Duration left = until(deadline);
      bounded(part, "drain", left, () -> part.drain(left));
    }
    closeStarted();
    log.info("Stopped process={} millis={}", name, millisSince(begin));
  }

  private void closeStarted() {
    long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
    for (ServicePart part : started.reversed()) {
      bounded(part, "close", until(deadline), part::close);
    }
    started.clear();
  }

  /** Runs the step on a thread of its own; abandons it when the time is over. */
  private static void bounded(ServicePart part, String step, Duration limit, Faults.Step action) {
    Thread thread =
        Thread.ofVirtual()
            .name(step + "-" + part.name())
            .start(
                () -> {
                  try {
                    action.run();
                  } catch (Exception e) {
                    log.warn("Failed step={} part={}", step, part.name(), e);
                  }
                });
    try {
      // Even a part whose time others used up gets a moment.
      if (!thread.join(limit.plusMillis(100))) {
        log.warn("Abandoned step={} part={} after={}", step, part.name(), limit);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private static Duration until(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** Collects the parts of a process. */
  public static final class Builder {

    private final List<ServicePart> parts = new ArrayList<>();
    private String name = "chatwarden";
    private Duration drainTimeout = DRAIN_TIMEOUT.defaultValue();

    private Builder() {}

    /** What the process is called in logs. */
    public Builder name(String value) {
      this.name = value;
      return this;
    }

    /** The next part to start. */
    public Builder part(ServicePart part) {
      parts.add(part);
      return this;
    }

    /** The next parts to start, all at the same time. */
    public Builder together(String groupName, ServicePart... group) {
      return part(ServicePart.together(groupName, List.of(group)));
    }

    /** How long all parts together may take to finish the work in hand. */
    public Builder drainTimeout(Duration value) {
      this.drainTimeout = value;
      return this;
    }

    /** The process, not started. */
    public ServiceProcess build() {
      return new ServiceProcess(this);
    }
  }
}
