package chatwarden.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledges the deliveries of one channel, which belong to it alone: when the channel is over,
 * nothing is acknowledged any more and the broker delivers again.
 *
 * <p>Deliveries may be settled in any order, each is acknowledged for itself; those that make a row
 * without a gap go in one frame, which spares the broker a write to disk for each. Never blocks the
 * caller. Safe for use by many threads.
 */
final class Acknowledger {

  private static final Logger log = LoggerFactory.getLogger(Acknowledger.class);

  private static final long LOOK_MILLIS = 50;

  private final Channel channel;

  /** The unsettled deliveries, by tag: when they came, in {@link System#nanoTime}. */
  private final TreeMap<Long, Long> held = new TreeMap<>();

  private final TreeSet<Long> settled = new TreeSet<>();
  private final TreeSet<Long> ahead = new TreeSet<>();
  private long through;
  private boolean writing;

  Acknowledger(Channel channel) {
    this.channel = channel;
  }

  /** Notes that a delivery with this tag came. */
  synchronized void received(long tag) {
    held.put(tag, System.nanoTime());
  }

  /** Returns how long the oldest unsettled delivery has been held. */
  synchronized Duration longestHeld() {
    return held.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - held.firstEntry().getValue());
  }

  /** Waits until everything settled is written, for at most {@code limit}. */
  synchronized void awaitWritten(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (writing && channel.isOpen()) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return;
      }
      wait(Math.min(millis, LOOK_MILLIS));
    }
  }

  /** The work on the delivery with this tag is done. */
  void settle(long tag) {
    synchronized (this) {
      held.remove(tag);
      settled.add(tag);
      if (writing) {
        return;
      }
      writing = true;
    }
    Thread.ofVirtual().name("acks").start(this::write);
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  private void write() {
    try {
      while (true) {
        Row row = next();
        if (row.isEmpty()) {
          return;
        }
        if (row.through() > 0) {
          channel.basicAck(row.through(), true);
        }
        for (long tag : row.single()) {
          channel.basicAck(tag, false);
        }
      }
    } catch (IOException | ShutdownSignalException e) {
      // The writer stays marked as busy: the channel that would take acknowledgements is gone.
      log.debug("Acknowledging ended with its channel", e);
    }
  }

  /** What to write: everything through a tag, or nothing of the kind at 0, and some beyond. */
  private record Row(long through, TreeSet<Long> single) {
    boolean isEmpty() {
      return through == 0 && single.isEmpty();
    }
  }

  /**
   * The row ends at a tag that was not acknowledged yet, though later ones may have been: RabbitMQ
   * closes a channel that acknowledges through a tag it does not wait for.
   */
  private synchronized Row next() {
    TreeSet<Long> fresh = new TreeSet<>(settled);
    settled.clear();
    long last = 0;
    while (true) {
      long tag = through + 1;
      if (fresh.remove(tag)) {
        last = tag;
      } else if (!ahead.remove(tag)) {
        break;
      }
      through = tag;
    }
    ahead.addAll(fresh);
    Row row = new Row(last, fresh);
    writing = !row.isEmpty();
    if (!writing) {
      notifyAll();
    }
    return row;
  }
}
