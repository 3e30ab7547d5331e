package chatwarden.ingest.eventsub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket to EventSub after its welcome. One thread takes the messages; any thread may close
 * it. Pings are answered by the JDK. At most {@link #WINDOW} messages are read ahead of the taker,
 * so that a slow taker slows the server.
 */
final class EventSubSocket implements AutoCloseable {
  private static final int WINDOW = 64;
  private static final int MAX_MESSAGE = 1 << 20;
  private static final Duration LEAST_SILENCE = Duration.ofSeconds(10);

  private final WebSocket socket;
  private final Incoming incoming;
  private String session = "";
  private Duration silence = LEAST_SILENCE;

  private EventSubSocket(WebSocket socket, Incoming incoming) {
    this.socket = socket;
    this.incoming = incoming;
  }

  /**
   * Connects, and waits for the welcome.
   *
   * @throws IOException if there is none within the time
   */
  static EventSubSocket open(HttpClient client, URI address, Duration timeout)
      throws IOException, InterruptedException {
    Incoming incoming = new Incoming();
    CompletableFuture<WebSocket> opening =
        client.newWebSocketBuilder().connectTimeout(timeout).buildAsync(address, incoming);
    EventSubSocket opened;
    try {
      opened = new EventSubSocket(opening.get(timeout.toNanos(), TimeUnit.NANOSECONDS), incoming);
    } catch (TimeoutException | InterruptedException e) {
      var _ = opening.thenAccept(WebSocket::abort);
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IOException("no connection within " + timeout, e);
    } catch (ExecutionException e) {
      throw new IOException("no connection", e.getCause());
    }
    try {
      opened.awaitWelcome(timeout);
      return opened;
    } catch (IOException | InterruptedException e) {
      opened.abort();
      throw e;
    }
  }

  private void awaitWelcome(Duration timeout) throws IOException, InterruptedException {
    EventSubMessage welcome =
        next(timeout).orElseThrow(() -> new IOException("no welcome within " + timeout));
    session = welcome.ofSession("id");
    if (!welcome.type().equals("session_welcome") || session.isEmpty()) {
      throw new IOException("a message came before the welcome");
    }
    long seconds = welcome.payload().path("session").path("keepalive_timeout_seconds").asLong(0);
    // Half as long again, as the network may delay a message.
    silence = seconds > 0 ? Duration.ofMillis(seconds * 1_500) : LEAST_SILENCE;
  }

  /** Returns the id by which subscriptions name this connection. */
  String session() {
    return session;
  }

  /** Returns how long nothing may come before the connection counts as lost. */
  Duration silence() {
    return silence;
  }

  /**
   * Returns the next message.
   *
   * @param silence how long to wait
   * @return empty when nothing came in this time
   * @throws IOException when the connection is over and every message was taken
   */
  Optional<EventSubMessage> next(Duration silence) throws IOException, InterruptedException {
    @Nullable Frame frame = incoming.frames.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
    if (frame == null) {
      return Optional.empty();
    }
    return switch (frame) {
      case Frame.Message(EventSubMessage message) -> {
        socket.request(1);
        yield Optional.of(message);
      }
      case Frame.End end -> {
        incoming.frames.add(end); // For the next call.
        throw new IOException(end.reason());
      }
    };
  }

  /** Asks the server to close: the messages that it sent before can still be taken. */
  void finish() {
    var _ = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
  }

  /** Ends it at once. */
  void abort() {
    socket.abort();
    incoming.frames.add(new Frame.End("the connection was closed"));
  }

  @Override
  public void close() {
    finish();
    abort();
  }

  /** A thing that came in. */
  private sealed interface Frame {
    record Message(EventSubMessage message) implements Frame {}

    record End(String reason) implements Frame {}
  }

  /** Gathers what comes in; the JDK calls it by one thread at a time. */
  private static final class Incoming implements WebSocket.Listener {
    /** Bounded by the window, but for the end. */
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

    private final StringBuilder text = new StringBuilder();

    @Override
    public void onOpen(WebSocket socket) {
      socket.request(WINDOW);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (text.length() > MAX_MESSAGE) {
        socket.abort();
        frames.add(new Frame.End("a message is longer than " + MAX_MESSAGE + " characters"));
        return null;
      }
      Optional<EventSubMessage> message =
          last ? EventSubMessage.parse(text.toString()) : Optional.empty();
      if (last) {
        text.setLength(0);
      }
      message.ifPresentOrElse(
          complete -> frames.add(new Frame.Message(complete)), () -> socket.request(1));
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      frames.add(new Frame.End("the connection ended with code " + code));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
      frames.add(new Frame.End("the connection broke: " + fault.getClass().getSimpleName()));
    }
  }
}
