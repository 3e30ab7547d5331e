package chatwarden.ingest.synthetic;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import chatwarden.domain.chat.SyntheticChat;
import chatwarden.ingest.source.SourceSink;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.store.synthetic.SyntheticStore;
import chatwarden.type.v1.Comment;
import com.google.protobuf.Timestamp;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a synthetic comment each {@code synthetic.interval}, waits until it is recorded, and
 * removes it. Of all processes one has the turn; a comment that is still under way is not followed
 * by another, and each interval of it counts as a failure. Owns one virtual thread, and one for
 * each comment under way.
 */
public final class SyntheticComments implements ServicePart {

  private static final ConfigKey<Duration> INTERVAL =
      ConfigKey.duration(
          "synthetic.interval",
          Duration.ofMinutes(1),
          "How often a synthetic comment is published and timed until it is recorded; 0s turns it"
              + " off");

  private static final ConfigKey<Duration> TIMEOUT =
      ConfigKey.duration(
          "synthetic.timeout",
          Duration.ofSeconds(30),
          "How long a synthetic comment may take to be recorded, within synthetic.interval");

  private static final String TEXT = "Good evening everyone, how are you all doing today?";
  private static final Duration FIRST_LOOK = Duration.ofMillis(5);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(500);
  private static final Logger log = LoggerFactory.getLogger(SyntheticComments.class);

  private final Supplier<SourceSink> pipeline;
  private final SyntheticStore store;
  private final Duration interval;
  private final Duration timeout;
  private final InstantSource clock;
  private final SyntheticMetrics metrics;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable Attempt underWay;
  private @Nullable Thread thread;
  private boolean failing;

  SyntheticComments(
      Supplier<SourceSink> pipeline,
      SyntheticStore store,
      Duration interval,
      Duration timeout,
      InstantSource clock,
      SyntheticMetrics metrics) {
    this.pipeline = pipeline;
    this.store = store;
    this.interval = interval;
    this.timeout = timeout.compareTo(interval) < 0 ? timeout : interval;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Returns the settings. */
  public static List<ConfigKey<?>> keys() {
    return List.of(INTERVAL, TIMEOUT);
  }

  /**
   * Returns the part that publishes, or one that does nothing where it is turned off.
   *
   * @param pipeline opens the way in for the comments of {@link SyntheticChat#ID}
   */
  public static ServicePart of(
      Supplier<SourceSink> pipeline, SyntheticStore store, Config config, MeterRegistry registry) {
    Duration interval = config.get(INTERVAL);
    return interval.isZero()
        ? ServicePart.inOrder("synthetic-comments", List.of())
        : new SyntheticComments(
            pipeline,
            store,
            interval,
            config.get(TIMEOUT),
            InstantSource.system(),
            new SyntheticMetrics(registry));
  }

  /** A comment on its way to the broker. */
  private record Attempt(Thread thread, CompletableFuture<Long> confirmed) {}

  @Override
  public String name() {
    return "synthetic-comments";
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("synthetic-comments").start(this::watch);
  }

  private void watch() {
    try {
      while (!stopping.await(interval.toNanos(), NANOSECONDS)) {
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Publishes one comment, if this process has the turn, and waits for its recording. */
  void turn() throws InterruptedException {
    try {
      Attempt before = underWay;
      if (before != null && !before.confirmed().isDone()) {
        failed("the last one is still under way");
      } else if (store.takeTurn(interval)) {
        store.clear();
        time();
        store.clear();
      }
    } catch (ChatwardenException e) {
      failed(e.reason());
    } catch (RuntimeException e) {
      log.error("Failed synthetic comment (a bug)", e);
      failed("a bug in Chatwarden");
    }
  }

  private void time() throws InterruptedException {
    long begin = System.nanoTime();
    String id = UUID.randomUUID().toString();
    Attempt attempt = publish(id);
    underWay = attempt;
    try {
      attempt.confirmed().get(timeout.toNanos(), NANOSECONDS);
    } catch (TimeoutException e) {
      failed("not confirmed by the broker");
      return;
    } catch (ExecutionException e) {
      failed(e.getCause() instanceof ChatwardenException known ? known.reason() : "PUBLISH_FAILED");
      return;
    }
    Duration pause = FIRST_LOOK;
    while (!store.isRecorded(id)) {
      if (System.nanoTime() - begin > timeout.toNanos()) {
        failed("not recorded");
        return;
      }
      if (stopping.await(pause.toNanos(), NANOSECONDS)) {
        return;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_LOOK) < 0 ? pause.multipliedBy(2) : LONGEST_LOOK;
    }
    recorded(Duration.ofNanos(System.nanoTime() - begin));
  }

  /** Publishes on a thread of its own: a full pipeline blocks. */
  private Attempt publish(String id) {
    CompletableFuture<Long> confirmed = new CompletableFuture<>();
    Instant now = clock.instant();
    Comment comment =
        Comment.newBuilder()
            .setId(id)
            .setChat(SyntheticChat.ID)
            .setText(TEXT)
            .setPublishTime(
                Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
            .build();
    Thread publishing =
        Thread.ofVirtual()
            .name("synthetic-comment")
            .start(
                () -> {
                  try {
                    SourceSink sink = pipeline.get();
                    sink.deliver(comment);
                    sink.barrier()
                        .whenComplete(
                            (number, fault) -> {
                              if (fault == null) {
                                confirmed.complete(number);
                              } else {
                                confirmed.completeExceptionally(fault);
                              }
                            });
                  } catch (InterruptedException | RuntimeException e) {
                    confirmed.completeExceptionally(e);
                  }
                });
    return new Attempt(publishing, confirmed);
  }

  private void recorded(Duration time) {
    metrics.recorded(time);
    if (failing) {
      failing = false;
      log.info("Recorded a synthetic comment again ms={}", time.toMillis());
    }
  }

  private void failed(String reason) {
    metrics.failed();
    if (!failing) {
      failing = true;
      log.warn("Failed synthetic comment reason=\"{}\"", reason);
    }
  }

  @Override
  public void drain(Duration limit) throws InterruptedException {
    stopping.countDown();
    Thread running = thread;
    if (running != null) {
      running.join(limit);
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
    Attempt last = underWay;
    if (last != null) {
      last.thread().interrupt();
    }
  }
}
