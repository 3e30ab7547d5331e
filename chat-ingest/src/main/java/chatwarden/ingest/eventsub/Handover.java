package chatwarden.ingest.eventsub;

import chatwarden.ingest.source.SourceClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One move from a connection to the next without a gap. Of one thread. */
final class Handover {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final HttpClient client;
  private final URI target;
  private final Duration timeout;
  private final SourceClock clock;

  /** Takes the messages of the old connection. */
  @FunctionalInterface
  interface Taker {
    void take(EventSubMessage message) throws InterruptedException;
  }

  Handover(HttpClient client, URI target, Duration timeout, SourceClock clock) {
    this.client = client;
    this.target = target;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * Returns the next connection after its welcome; takes the messages of the old one until then,
   * and tries again while that one lives.
   */
  EventSubSocket from(EventSubSocket old, Taker taker) throws IOException, InterruptedException {
    CompletableFuture<EventSubSocket> next = begin(Duration.ZERO);
    @Nullable IOException end = null;
    while (true) {
      if (end == null && !next.isDone()) {
        end = takeOne(old, taker);
        continue;
      }
      try {
        return next.get();
      } catch (ExecutionException e) {
        if (end != null) {
          throw new IOException("neither connection works", e.getCause());
        }
        next = begin(PAUSE);
      } catch (InterruptedException e) {
        var _ = next.thenAccept(EventSubSocket::abort);
        throw e;
      }
    }
  }

  private static @Nullable IOException takeOne(EventSubSocket old, Taker taker)
      throws InterruptedException {
    try {
      Optional<EventSubMessage> message = old.next(LOOK);
      if (message.isPresent()) {
        taker.take(message.get());
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private CompletableFuture<EventSubSocket> begin(Duration pause) {
    CompletableFuture<EventSubSocket> opening = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("eventsub-handover")
        .start(
            () -> {
              try {
                clock.sleep(pause);
                opening.complete(EventSubSocket.open(client, target, timeout));
              } catch (IOException | InterruptedException | RuntimeException e) {
                opening.completeExceptionally(e);
              }
            });
    return opening;
  }

  /** Has the old connection closed, and takes the messages that Twitch had sent on it before. */
  void drain(EventSubSocket old, Taker taker) throws InterruptedException {
    old.finish();
    long end = clock.nanoTime() + DRAIN.toNanos();
    try {
      while (clock.nanoTime() < end) {
        Optional<EventSubMessage> message = old.next(LOOK);
        if (message.isPresent()) {
          taker.take(message.get());
        }
      }
    } catch (IOException e) {
      // Closed, as it was asked to be.
    } finally {
      old.abort();
    }
  }
}
