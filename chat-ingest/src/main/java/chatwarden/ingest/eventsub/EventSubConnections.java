package chatwarden.ingest.eventsub;

import chatwarden.ingest.source.SourceClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** The connections of this process to EventSub, one an account. Any thread may call. */
public final class EventSubConnections implements AutoCloseable {
  private final EventSubSettings settings;
  private final SourceClock clock;
  private final Map<String, AccountFeed> feeds = new ConcurrentHashMap<>();
  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /** Connections that are made when they are first needed. */
  public EventSubConnections(EventSubSettings settings, SourceClock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  EventSubSettings settings() {
    return settings;
  }

  /** Returns a feed of a channel on the connection of an account. */
  ChannelFeed join(String account, String channel) throws IOException, InterruptedException {
    return feed(account).join(channel);
  }

  /** Returns whether the connection goes on, and has no feed of the channel any more. */
  boolean isAbandoned(String account, String channel) {
    AccountFeed feed = feed(account);
    return feed.isConnected() && !feed.has(channel);
  }

  private AccountFeed feed(String account) {
    return feeds.computeIfAbsent(account, id -> new AccountFeed(id, client, settings, clock));
  }

  @Override
  public void close() {
    feeds.values().forEach(AccountFeed::close);
    client.shutdownNow();
  }
}
