package chatwarden.ingest.eventsub;

import chatwarden.ingest.account.AccountCalls;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.RetryPolicy;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.source.SourceSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads the chat of a Twitch channel by EventSub, with a connected account.
 *
 * <p>The chat of a channel has no end: it is read until the source is stopped, or the account may
 * no longer read it. Where Twitch asks to move to another connection, nothing is missed. A lost
 * connection is made again for as long as the settings say; Twitch keeps no history, so there is no
 * checkpoint, and comments written while it is not connected are not read.
 */
public final class EventSubSource implements ChatSource {
  private final String channel;
  private final String chat;
  private final EventSubConnections connections;
  private final Subscriptions subscriptions;
  private final String account;
  private final SourceClock clock;
  private final RetryPolicy patience;

  /**
   * A source that has not begun.
   *
   * @param channel the channel's name
   * @param chat the chat that its comments are of
   * @param connections the connections of this process
   * @param calls the account
   * @param clock measures waits
   */
  public EventSubSource(
      String channel,
      String chat,
      EventSubConnections connections,
      AccountCalls calls,
      SourceClock clock) {
    this.channel = channel;
    this.chat = chat;
    this.connections = connections;
    this.clock = clock;
    this.account = calls.account().getId();
    EventSubSettings settings = connections.settings();
    this.subscriptions = new Subscriptions(calls, settings.api(), clock);
    this.patience =
        new RetryPolicy(
            settings.firstPatience(), settings.patience(), clock, RandomGenerator.getDefault());
  }

  @Override
  public void run(SourceSink sink) throws SourceException, InterruptedException {
    EventSubDelivery delivery = new EventSubDelivery(chat, sink, clock);
    while (true) {
      try {
        listen(subscriptions.channelId(channel), delivery);
      } catch (TooManyCallsException e) {
        patience.awaitAfterLimit(
            Optional.of(e.pause()),
            new SourceException(
                Reason.RATE_LIMITED, "Twitch takes no more calls of the account", e));
      } catch (IOException e) {
        patience.awaitAfter(
            new SourceException(
                Reason.UNREACHABLE, "Twitch's EventSub cannot be reached from this host", e));
      }
    }
  }

  private void listen(String id, EventSubDelivery delivery)
      throws SourceException, IOException, InterruptedException {
    List<String> subscribed = List.of();
    try (ChannelFeed feed = connections.join(account, id)) {
      subscribed = subscriptions.create(feed.session(), id);
      patience.succeeded();
      while (true) {
        delivery.deliver(feed.take());
      }
    } finally {
      leave(id, subscribed);
    }
  }

  /** Subscriptions end with their connection; while other channels need it, they are deleted. */
  private void leave(String id, List<String> subscribed) {
    if (!subscribed.isEmpty() && connections.isAbandoned(account, id)) {
      Thread.ofVirtual().name("eventsub-leave").start(() -> subscriptions.delete(subscribed));
    }
  }
}
