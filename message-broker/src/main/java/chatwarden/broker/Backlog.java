package chatwarden.broker;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.lifecycle.ServicePart;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether more messages wait in the queues of the stages than {@link BrokerKeys#BACKLOG}
 * allows. From then on sources are held up until no queue has more than half as many, so that a
 * store that is slower than the sources does not fill the broker.
 *
 * <p>The broker is asked a few times a second; while it is away nothing counts as waiting, since
 * publishing waits for it anyway. Owns one virtual thread. Safe for use by many threads.
 */
public final class Backlog implements ServicePart {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final int LOOKS_PER_COUNT = 100;

  /** The queues that hold sources up. */
  private static final List<String> QUEUES = List.of(BrokerTopology.RECORD, BrokerTopology.TAG);

  private static final Logger log = LoggerFactory.getLogger(Backlog.class);

  private final BrokerConnection connection;
  private final int most;
  private final Map<String, AtomicLong> sizes = new HashMap<>();
  private volatile long waiting;
  private volatile boolean isTooLong;
  private volatile boolean closed;
  private @Nullable Thread thread;

  /**
   * A backlog that is not looked at yet.
   *
   * @param connection one that does not publish: a broker that is short of memory does not answer
   *     those that do
   */
  public Backlog(BrokerConnection connection, Config config, MeterRegistry registry) {
    this.connection = connection;
    this.most = config.get(BrokerKeys.BACKLOG);
    Gauge.builder("broker.backlog", this, backlog -> backlog.waiting)
        .description("Messages that wait in the longest queue of the stages")
        .register(registry);
    Gauge.builder("source.held.up", this, backlog -> backlog.isTooLong ? 1 : 0)
        .description("Whether sources are held up by the backlog: 1 or 0")
        .register(registry);
    for (String queue : BrokerTopology.WORK) {
      count(
          registry,
          "broker.dead.letter",
          "Messages in the queue of dead letters, from the stages and the broker",
          BrokerTopology.deadOf(queue));
      count(registry, "broker.queue.size", "Messages that wait in the queue", queue);
    }
  }

  private void count(MeterRegistry registry, String gauge, String description, String queue) {
    AtomicLong size = new AtomicLong();
    sizes.put(queue, size);
    Gauge.builder(gauge, size, AtomicLong::get)
        .description(description)
        .tag("queue", queue)
        .register(registry);
  }

  /** Whether sources are to wait. */
  public boolean isTooLong() {
    return isTooLong;
  }

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("backlog").start(this::watch);
  }

  private void watch() {
    try {
      while (!closed) {
        lookUntilBroken();
        counted(0);
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.debug("Closed with its connection", e);
    }
  }

  private void lookUntilBroken() throws InterruptedException {
    try (Channel channel = connection.await().createChannel()) {
      for (int look = 0; channel != null && !closed; look++) {
        long longest = 0;
        for (String queue : QUEUES) {
          longest = Math.max(longest, channel.messageCount(queue));
        }
        counted(longest);
        if (look % LOOKS_PER_COUNT == 0) {
          countQueues(channel);
        }
        Thread.sleep(INTERVAL);
      }
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      log.debug("Could not read queue lengths", e);
    }
  }

  private void countQueues(Channel channel) throws IOException {
    for (Map.Entry<String, AtomicLong> each : sizes.entrySet()) {
      each.getValue().set(channel.messageCount(each.getKey()));
    }
  }

  private void counted(long longest) {
    waiting = longest;
    boolean before = isTooLong;
    isTooLong = longest > (before ? most / 2 : most);
    if (isTooLong != before) {
      log.info("Sources {} backlog={}", before ? "go on" : "are held up", longest);
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
