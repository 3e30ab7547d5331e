package chatwarden.bridge.watch;

import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.watch.ResumeToken;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the streams of events, each on a virtual thread of its own that waits for its subscriber.
 */
public final class WatchStreams implements AutoCloseable {

  private final ChatFanOut fanOut;
  private final Duration heartbeat;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Streams of {@code fanOut}. */
  public WatchStreams(ChatFanOut fanOut, Config config) {
    this.fanOut = fanOut;
    this.heartbeat = config.get(WatchKeys.HEARTBEAT);
  }

  /**
   * Answers {@code observer} with the events that {@code request} asks for; to be called by the
   * thread that serves the call.
   */
  public void stream(
      WatchCommentsRequest request, ServerCallStreamObserver<WatchCommentsResponse> observer) {
    CallSink sink = new CallSink(observer);
    Subscriber subscriber = new Subscriber();
    observer.setOnCancelHandler(subscriber::leave);
    String token = request.getResumeToken();
    run(subscriber, request.getChat(), token.isEmpty() ? null : token, watch -> sink, sink::fail);
  }

  /**
   * Watches for {@code subscriber} until the end.
   *
   * @param token the resume token as it was given, or null for now
   * @param opened gives the sink once the chat is open
   * @param refused is told why it could not be opened
   */
  void run(
      Subscriber subscriber,
      String chat,
      @Nullable String token,
      Function<Watch, EventSink> opened,
      Consumer<ChatwardenException> refused) {
    threads.execute(
        () -> {
          subscriber.thread = Thread.currentThread();
          EventSink sink;
          Watch watch;
          try {
            ResumeToken after = token == null ? null : ResumeToken.parse(token, chat);
            watch = fanOut.watch(chat, after, subscriber::wake);
          } catch (RuntimeException e) {
            refused.accept(known(e));
            return;
          }
          try (watch) {
            subscriber.watch(watch);
            sink = opened.apply(watch);
            pass(watch, sink);
          }
        });
  }

  private void pass(Watch watch, EventSink sink) {
    try {
      while (!watch.over()) {
        List<SharedEvent> events = watch.next(heartbeat);
        if (!events.isEmpty()) {
          sink.send(events);
        } else if (!watch.over()) {
          sink.heartbeat();
        }
      }
      sink.complete();
    } catch (InterruptedException | RuntimeException e) {
      ChatwardenException fault = watch.fault();
      sink.fail(fault == null ? known(e) : fault);
    }
  }

  private static ChatwardenException known(Throwable fault) {
    return switch (fault) {
      case ChatwardenException e -> e;
      case InterruptedException e ->
          FaultCode.UNAVAILABLE.exception("DRAINING", "the stream was ended", e);
      default -> FaultCode.INTERNAL.exception("WATCH_FAILED", "a stream of events failed", fault);
    };
  }

  /** Ends every stream so that its subscriber resumes elsewhere, and takes no more. */
  public void drain() {
    fanOut.drain();
  }

  /** Ends the streams that are left. */
  @Override
  public void close() {
    fanOut.close();
    threads.shutdownNow();
  }

  /** Who watches: knows how to be woken when the watch fails and how to leave. */
  static final class Subscriber {

    private static final ChatwardenException LEFT =
        FaultCode.UNAVAILABLE.exception("SUBSCRIBER_LEFT", "the subscriber left");

    private volatile @Nullable Thread thread;
    private @Nullable Watch watch;
    private boolean gone;

    private void wake() {
      Thread waiting = thread;
      if (waiting != null) {
        waiting.interrupt();
      }
    }

    private synchronized void watch(Watch opened) {
      watch = opened;
      if (gone) {
        opened.fail(LEFT);
      }
    }

    synchronized void leave() {
      gone = true;
      if (watch != null) {
        watch.fail(LEFT);
      }
    }
  }
}
