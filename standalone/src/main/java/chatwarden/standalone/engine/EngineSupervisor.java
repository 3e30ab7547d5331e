package chatwarden.standalone.engine;

import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.health.OwnEngine;
import chatwarden.runtime.retry.Backoff;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches an engine of this process: says why it does not work, and starts it again, with back-off
 * and not before its disk has room. Owns one virtual thread, the only one that restarts the engine;
 * {@link #close} waits for it.
 */
final class EngineSupervisor implements OwnEngine, AutoCloseable {

  /** An engine that can be started again on its data and its address. */
  interface Engine {

    /** Why it does not work, in its own words; empty while it works, or is not yet given up. */
    Optional<String> fault() throws InterruptedException;

    /** Ends the rest of it and starts it again. */
    void restart() throws Exception;
  }

  /** Below that a disk counts as full: engines write journals a megabyte at a time. */
  private static final long LEAST_FREE = 8L * 1024 * 1024;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Logger log = LoggerFactory.getLogger(EngineSupervisor.class);

  private final String part;
  private final Path folder;
  private final Engine engine;
  private final Duration every;
  private final Counter restarts;
  private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String fault;
  private volatile boolean full;
  private long nextTry = System.nanoTime();
  private @Nullable Thread thread;

  /**
   * A supervisor that has not begun.
   *
   * @param part the part of the platform that the engine is: {@code store} or {@code broker}
   * @param folder where its data is
   * @param every how often it is looked at
   */
  EngineSupervisor(
      String part, Path folder, Engine engine, Duration every, MeterRegistry registry) {
    this.part = part;
    this.folder = folder;
    this.engine = engine;
    this.every = every;
    restarts =
        Counter.builder("engine.restart")
            .description("Starts of an embedded engine after the first")
            .tag("engine", part)
            .register(registry);
    Gauge.builder("disk.free", this, EngineSupervisor::freeBytes)
        .description("The free space on the disk of an embedded engine")
        .baseUnit("bytes")
        .tag("engine", part)
        .register(registry);
  }

  void start() {
    thread = Thread.ofVirtual().name("supervisor-" + part).start(this::run);
  }

  @Override
  public String part() {
    return part;
  }

  @Override
  public Optional<String> problem() {
    return full ? Optional.of("disk full at " + folder) : Optional.ofNullable(fault);
  }

  @Override
  public long freeBytes() {
    return folder.toFile().getUsableSpace();
  }

  private void run() {
    try {
      do {
        lookAtDisk();
        look();
      } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAtDisk() {
    boolean now = freeBytes() < LEAST_FREE;
    if (now && !full) {
      log.error("disk full at {}: engine={} free={} bytes", folder, part, freeBytes());
    } else if (!now && full) {
      log.info("Disk has room again at {}: engine={} free={} bytes", folder, part, freeBytes());
    }
    full = now;
  }

  private void look() throws InterruptedException {
    Optional<String> found = engine.fault();
    if (found.isEmpty()) {
      fault = null;
      if (System.nanoTime() - nextTry > LONGEST_PAUSE.toNanos()) {
        backoff.reset(); // One that ends again soon after its start waits longer every time.
      }
      return;
    }
    if (fault == null) {
      log.error("Ended engine={} because=\"{}\"", part, found.get());
    }
    fault = found.get();
    if (!full && System.nanoTime() - nextTry >= 0) {
      restart();
    }
  }

  private void restart() throws InterruptedException {
    long begin = System.nanoTime();
    try {
      engine.restart();
      restarts.increment();
      fault = null;
      log.info("Restarted engine={} millis={}", part, (System.nanoTime() - begin) / 1_000_000);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      fault = FaultWords.of(e);
      log.error("Failed restart engine={} because=\"{}\"", part, fault);
    }
    nextTry = System.nanoTime() + backoff.next().toNanos();
  }

  @Override
  public void close() {
    closed.countDown();
    Thread running = thread;
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
