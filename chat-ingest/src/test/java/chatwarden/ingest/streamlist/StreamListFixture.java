package chatwarden.ingest.streamlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.account.AccountCalls;
import chatwarden.ingest.account.ConnectedAccounts;
import chatwarden.ingest.account.DailyQuota;
import chatwarden.ingest.source.ManualClock;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.testing.platform.StreamListServer;
import chatwarden.testing.platform.YouTubeApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Reads a chat with an account from a double of YouTube, by a clock that waits for nothing. */
abstract class StreamListFixture {
  static final long UNITS = 100;

  @TempDir private Path folder;

  final ManualClock clock = new ManualClock();
  final RecordingSink sink = new RecordingSink();
  YouTubeApiServer youtube;
  StreamListServer stream;
  ConnectedAccounts accounts;
  AccountCalls calls;
  DailyQuota quota;
  StreamListConnection connection;

  @BeforeEach
  void open() throws Exception {
    youtube = new YouTubeApiServer();
    stream = youtube.stream();
    accounts = new ConnectedAccounts(folder, youtube.url());
    calls = accounts.connect("youtube");
    quota = new DailyQuota(accounts.store(), UNITS, clock);
    connection =
        new StreamListConnection(
            new StreamListSettings(
                stream.url(),
                youtube.url(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1)));
  }

  @AfterEach
  void close() {
    connection.close();
    accounts.close();
    youtube.close();
  }

  Reading reading() {
    return reading(Optional.empty());
  }

  Reading reading(Optional<byte[]> checkpoint) {
    return new Reading(checkpoint.flatMap(StreamPlace::parse));
  }

  void awaitComment(String id) {
    await().until(() -> sink.ids().contains(id));
  }

  static void assertEnds(Reading reading, Reason reason, String words) {
    assertThatThrownBy(() -> reading.ending.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            SourceException.class, fault -> assertThat(fault.reason()).isEqualTo(reason))
        .hasMessageContaining(words);
  }

  /** A source that runs as a session runs it. */
  final class Reading implements AutoCloseable {
    final CompletableFuture<Void> ending = new CompletableFuture<>();
    final StreamListSource source;
    private final Thread thread;

    Reading(Optional<StreamPlace> start) {
      this.source =
          new StreamListSource("dQw4w9WgXcQ", "chat", start, connection, calls, quota, clock);
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

    Reading awaitStream() {
      await().until(() -> stream.streams() == 1);
      return this;
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    }
  }
}
