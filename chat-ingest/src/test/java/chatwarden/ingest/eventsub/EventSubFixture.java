package chatwarden.ingest.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.account.AccountCalls;
import chatwarden.ingest.account.ConnectedAccounts;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SourceClock;
import chatwarden.testing.platform.EventSubServer;
import chatwarden.testing.platform.TwitchApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Reads channels with an account from a double of Twitch. */
abstract class EventSubFixture {
  static final String MESSAGE = "channel.chat.message";

  @TempDir private Path folder;

  final RecordingSink sink = new RecordingSink();
  TwitchApiServer twitch;
  EventSubServer events;
  ConnectedAccounts accounts;
  AccountCalls calls;
  EventSubConnections connections;

  @BeforeEach
  void open() throws Exception {
    twitch = new TwitchApiServer("9");
    events = twitch.events();
    accounts = new ConnectedAccounts(folder, twitch.url());
    calls = accounts.connect("twitch");
    connections = connections(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    connections.close();
    accounts.close();
    twitch.close();
  }

  EventSubConnections connections(Duration patience) {
    return new EventSubConnections(
        new EventSubSettings(events.url(), twitch.url(), Duration.ofSeconds(5), patience, patience),
        SourceClock.system());
  }

  /** Reads the channel {@code chan}, whose id is 1. */
  Reading reading() {
    return new Reading("chan", sink);
  }

  static String said(String id, String text) {
    return "\"chatter_user_id\":\"77\",\"chatter_user_login\":\"an\",\"chatter_user_name\":\"An\","
        + "\"message_id\":\""
        + id
        + "\",\"message\":{\"text\":\""
        + text
        + "\",\"fragments\":[]},\"message_type\":\"text\",\"badges\":[],"
        + "\"source_broadcaster_user_id\":null";
  }

  void say(String id) {
    events.send(MESSAGE, "1", said(id, "xin chào"));
  }

  void awaitComment(String id) {
    await().until(() -> sink.ids().contains(id));
  }

  /** A source that runs as a session runs it. */
  final class Reading implements AutoCloseable {
    final CompletableFuture<Void> ending = new CompletableFuture<>();
    final EventSubSource source;
    private final String id;
    private final Thread thread;

    Reading(String channel, RecordingSink to) {
      this.id = channel.equals("chan") ? "1" : channel.substring("chan".length());
      this.source = new EventSubSource(channel, "chat", connections, calls, SourceClock.system());
      this.thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      source.run(to);
                      ending.complete(null);
                    } catch (Exception e) {
                      ending.completeExceptionally(e);
                    }
                  });
    }

    Reading awaitSubscribed() {
      await().until(() -> events.subscriptions(id).size() == 7);
      return this;
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    }
  }
}
