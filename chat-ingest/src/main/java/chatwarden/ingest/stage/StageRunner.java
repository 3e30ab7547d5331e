package chatwarden.ingest.stage;

import chatwarden.broker.BrokerConnection;
import chatwarden.broker.Delivery;
import chatwarden.broker.QueueSubscription;
import chatwarden.runtime.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages of one queue and settles each exactly once: its work is done, it goes round
 * again with one attempt more, or it becomes a dead letter; only when that is safe it is
 * acknowledged. What arrived on a connection that is over comes again and is let go.
 *
 * <p>Several messages are worked on at a time, as many as the broker hands out unacknowledged. Safe
 * for use by many threads.
 */
final class StageRunner {

  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();
  private static final Logger log = LoggerFactory.getLogger(StageRunner.class);

  private final StageMetrics metrics;
  private final BooleanSupplier engineAway;
  private final QueueSubscription subscription;
  private final Consumer<Delivery> work;
  private final String name;
  private final ExecutorService threads;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition allSettled = lock.newCondition();
  private int inHand;
  private boolean stopped;

  /**
   * A runner that is not started.
   *
   * @param engineAway whether the engine that the work needs is away
   * @param work begins to work on a message and returns soon; sees to it that it is settled
   */
  StageRunner(
      String name,
      BrokerConnection connection,
      String queue,
      Config config,
      MeterRegistry registry,
      StageMetrics metrics,
      BooleanSupplier engineAway,
      Consumer<Delivery> work) {
    this.name = name;
    this.metrics = metrics;
    this.engineAway = engineAway;
    this.work = work;
    this.subscription =
        new QueueSubscription(
            connection, queue, config, registry, this::awaitEngine, this::received);
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
  }

  /** Where work on messages runs. */
  ExecutorService threads() {
    return threads;
  }

  /** Work on messages. */
  interface Task {
    void run() throws InterruptedException;
  }

  /** Runs the work on these messages; where it breaks off, they stay unacknowledged. */
  void run(List<Delivery> deliveries, Task task) {
    threads.execute(
        () -> {
          try {
            task.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            deliveries.forEach(delivery -> left());
          } catch (RuntimeException | Error e) {
            String type = deliveries.getFirst().type();
            log.error("Failed stage={} type={} (a bug)", name, type, e);
            deliveries.forEach(delivery -> left());
          }
        });
  }

  void start() {
    subscription.start();
  }

  /**
   * Waits while the engine is away and a message in hand still asks it. Without such a message
   * nothing would notice that the engine is back.
   */
  private void awaitEngine() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (inHand > 0 && engineAway.getAsBoolean()) {
        var unused = allSettled.awaitNanos(LOOK_NANOS);
      }
    } finally {
      lock.unlock();
    }
  }

  private void received(Delivery delivery) {
    lock.lock();
    try {
      if (stopped) {
        return;
      }
      inHand++;
    } finally {
      lock.unlock();
    }
    metrics.took(1);
    if (delivery.sentMillis() > 0) {
      long waited = Math.max(0, System.currentTimeMillis() - delivery.sentMillis());
      metrics.waited(Duration.ofMillis(waited));
    }
    work.accept(delivery);
  }

  /** Everything that the message asked for is safe. */
  void done(Delivery delivery) {
    delivery.ack();
    left();
  }

  /** The message came on a connection that is over. */
  void abandon() {
    left();
  }

  private void left() {
    metrics.settled(1);
    lock.lock();
    try {
      inHand--;
      if (inHand == 0) {
        allSettled.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more and waits for the messages in hand. */
  void drain(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lockInterruptibly();
    try {
      stopped = true;
      long left = deadline - System.nanoTime();
      while (inHand > 0 && left > 0) {
        left = allSettled.awaitNanos(left);
      }
      if (inHand > 0) {
        log.warn("Not done in time, comes again stage={} count={}", name, inHand);
      }
    } finally {
      lock.unlock();
    }
    subscription.close();
  }

  void close() {
    subscription.close();
    threads.shutdownNow();
  }
}
