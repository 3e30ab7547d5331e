package chatwarden.ingest.eventsub;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The messages about one channel, from the connection of an account to one source. Holds {@link
 * #CAPACITY} messages; beyond that the connection waits, and with it the account's other channels.
 */
final class ChannelFeed implements AutoCloseable {
  static final int CAPACITY = 1_000;

  private final String channel;
  private final AccountFeed owner;
  private final Deque<EventSubMessage> waiting = new ArrayDeque<>();
  private boolean closed;
  private @Nullable String loss;

  ChannelFeed(String channel, AccountFeed owner) {
    this.channel = channel;
    this.owner = owner;
  }

  /** Returns the id of the channel. */
  String channel() {
    return channel;
  }

  /** Returns the id by which subscriptions name the connection now. */
  String session() throws IOException {
    return owner.session();
  }

  /** Takes a message for the source; waits while it is full. */
  synchronized void put(EventSubMessage message) throws InterruptedException {
    while (waiting.size() >= CAPACITY && !closed) {
      wait();
    }
    if (!closed) {
      waiting.add(message);
      notifyAll();
    }
  }

  /** Notes that the connection is lost: nothing comes after the messages that wait. */
  synchronized void lose(String reason) {
    loss = reason;
    notifyAll();
  }

  /**
   * Returns the next message, and waits for it.
   *
   * @throws IOException when the connection is lost
   */
  synchronized EventSubMessage take() throws IOException, InterruptedException {
    while (waiting.isEmpty()) {
      if (loss != null) {
        throw new IOException(loss);
      }
      wait();
    }
    EventSubMessage message = waiting.removeFirst();
    notifyAll();
    return message;
  }

  /** Leaves the connection. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    owner.leave(this);
  }
}
