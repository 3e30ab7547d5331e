package chatwarden.broker;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.retry.Backoff;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one channel open for one purpose: when the channel or its connection ends, the next one is
 * opened, after a pause if the last one did not live long. Owns one virtual thread, on which {@link
 * Purpose} is called.
 */
final class ChannelKeeper implements AutoCloseable {

  private static final Duration FIRST_DELAY = Duration.ofMillis(20);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);
  private static final long PROSPERED_NANOS = Duration.ofSeconds(5).toNanos();
  private static final Logger log = LoggerFactory.getLogger(ChannelKeeper.class);

  private final String name;
  private final BrokerConnection connection;
  private final Purpose purpose;
  private volatile boolean closed;
  private @Nullable Thread thread;

  ChannelKeeper(String name, BrokerConnection connection, Purpose purpose) {
    this.name = name;
    this.connection = connection;
    this.purpose = purpose;
  }

  /** What a channel is used for. */
  interface Purpose {
    /**
     * Begins to use a fresh channel. Its queues are declared.
     *
     * @param life ends with the channel; may be ended before
     */
    void begin(Channel channel, Life life) throws IOException, InterruptedException;

    /** No more use of the channel that was begun last. */
    void end();
  }

  /** How long one channel is used. */
  static final class Life {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile String reason = "";

    /** Ends it, so that another channel is opened. Never blocks. */
    void end(String why) {
      if (over.getCount() > 0) {
        reason = why;
        over.countDown();
      }
    }

    boolean isOver() {
      return over.getCount() == 0;
    }
  }

  void start() {
    thread = Thread.ofVirtual().name("channel-" + name).start(this::keep);
  }

  private void keep() {
    Backoff backoff = new Backoff(FIRST_DELAY, LONGEST_DELAY);
    try {
      while (!closed) {
        long begin = System.nanoTime();
        String reason = use();
        if (closed) {
          return;
        }
        if (System.nanoTime() - begin > PROSPERED_NANOS) {
          backoff.reset();
        }
        log.debug("Reopening channel={} reason={}", name, reason);
        Thread.sleep(backoff.next());
      }
    } catch (ChatwardenException e) {
      FaultCode.UNAVAILABLE.orThrow(e);
      log.debug("Closed channel={} with its connection", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String use() throws InterruptedException {
    Life life = new Life();
    Channel channel = null;
    try {
      Connection open = connection.await();
      BrokerTopology.declare(open);
      channel = open.createChannel();
      if (channel == null) {
        return "no channel is free";
      }
      channel.addShutdownListener(cause -> shutDown(life, cause));
      try {
        purpose.begin(channel, life);
        life.over.await();
      } finally {
        purpose.end();
      }
      return life.reason;
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      return String.valueOf(e.getMessage());
    } finally {
      if (channel != null) {
        abort(channel);
      }
    }
  }

  /** A channel that ends alone was closed by the broker because of a command: worth a look. */
  private void shutDown(Life life, ShutdownSignalException cause) {
    if (!cause.isHardError() && !cause.isInitiatedByApplication()) {
      log.warn("Channel closed by the broker channel={} cause={}", name, cause.getMessage());
    }
    life.end("channel shut down");
  }

  private static void abort(Channel channel) {
    try {
      channel.abort();
    } catch (IOException | ShutdownSignalException e) {
      log.debug("Channel was closed already", e);
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
