package chatwarden.ingest.twitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SourceClock;
import chatwarden.testing.twitch.TwitchServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Reads a channel from a Twitch server within the test. */
abstract class TwitchSourceFixture {

  static final String CHANNEL = "some_channel";
  static final Duration PATIENCE = Duration.ofMillis(100);

  final RecordingSink sink = new RecordingSink();
  TwitchServer server;

  @BeforeEach
  void openTheServer() throws IOException {
    server = TwitchServer.plain();
  }

  @AfterEach
  void closeTheServer() throws IOException {
    server.close();
  }

  TwitchSettings settings() {
    return settings(Duration.ofSeconds(5), Duration.ofMinutes(1));
  }

  TwitchSettings settings(Duration silence, Duration patience) {
    return settings(server.url(), silence, patience);
  }

  static TwitchSettings settings(URI url, Duration silence, Duration patience) {
    return new TwitchSettings(url, Duration.ofSeconds(5), silence, patience, patience);
  }

  Reading reading(TwitchSettings settings) {
    return new Reading(
        new TwitchConnections(settings, (SSLSocketFactory) SSLSocketFactory.getDefault()), sink);
  }

  static String said(String id, String text) {
    return "@id=" + id + ";user-id=77;display-name=An :an!an@an PRIVMSG #some_channel :" + text;
  }

  /** A source that runs as a session runs it. */
  final class Reading implements AutoCloseable {
    final CompletableFuture<Void> ending = new CompletableFuture<>();
    private final Thread thread;

    Reading(TwitchConnections connections, RecordingSink sink) {
      TwitchSource source = new TwitchSource(CHANNEL, "chat", connections, SourceClock.system());
      this.thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      source.run(sink);
                      ending.complete(null);
                    } catch (Exception e) {
                      ending.completeExceptionally(e);
                    }
                  });
    }

    void awaitEntry() {
      await().until(() -> server.guests(CHANNEL) == 1);
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    }
  }
}
