package chatwarden.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The messages handed in and not confirmed, in order; and those of them sent on the present
 * channel, by the numbers that this channel gives. Safe for use by many threads.
 */
final class PublishWindow {

  private final TreeMap<Long, Outbound> waiting = new TreeMap<>();
  private final TreeMap<Long, Outbound> sent = new TreeMap<>();
  private long lastTag;
  private long channel;

  synchronized void add(Outbound message) {
    waiting.put(message.sequence(), message);
  }

  /**
   * From now on tags are those of a fresh channel.
   *
   * @return the number of the channel, without which a late confirm of the one before could be
   *     taken for one of its own
   */
  synchronized long newChannel() {
    sent.clear();
    lastTag = 0;
    return ++channel;
  }

  /** Everything unconfirmed, in order. */
  synchronized List<Outbound> unconfirmed() {
    return new ArrayList<>(waiting.values());
  }

  /** The message goes out next on the present channel. */
  synchronized void sending(Outbound message) {
    sent.put(++lastTag, message);
  }

  /** Takes out what the broker confirmed, in order. */
  synchronized List<Outbound> confirmed(long onChannel, long tag, boolean multiple) {
    if (onChannel != channel) {
      return List.of();
    }
    Collection<Outbound> these =
        multiple ? sent.headMap(tag, true).values() : sent.subMap(tag, true, tag, true).values();
    List<Outbound> confirmed = new ArrayList<>(these);
    these.clear();
    confirmed.forEach(message -> waiting.remove(message.sequence()));
    if (waiting.isEmpty()) {
      notifyAll();
    }
    return confirmed;
  }

  /** Takes out everything. */
  synchronized List<Outbound> clear() {
    List<Outbound> left = new ArrayList<>(waiting.values());
    waiting.clear();
    sent.clear();
    notifyAll();
    return left;
  }

  /** When the message that waits longest was handed in, by {@code System.nanoTime}. */
  synchronized OptionalLong oldest() {
    return waiting.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(waiting.firstEntry().getValue().nanos());
  }

  synchronized int size() {
    return waiting.size();
  }

  /** Waits until nothing is unconfirmed; whether that came to pass before the deadline. */
  synchronized boolean awaitEmpty(long deadlineNanos) throws InterruptedException {
    while (!waiting.isEmpty()) {
      long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }
}
