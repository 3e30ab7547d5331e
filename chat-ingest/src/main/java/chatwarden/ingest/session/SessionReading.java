package chatwarden.ingest.session;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.Session;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.EndedChat;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one source to its end on a virtual thread of its own, and reports the end to the pipeline
 * after everything else.
 */
final class SessionReading {
  private static final Logger log = LoggerFactory.getLogger(SessionReading.class);

  private static final int MOST_CAUSES = 5;

  private final Session session;
  private final ChatSource source;
  private final SourceSink sink;
  private final InstantSource clock;
  private final Thread thread;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private boolean stopping;
  private boolean cut;

  SessionReading(Session session, ChatSource source, SourceSink sink, InstantSource clock) {
    this.session = session;
    this.source = source;
    this.sink = sink;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("source-" + session.getChat()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Completes when the source is left and, where the chat is over, the broker knows. */
  CompletableFuture<Ending> ending() {
    return ending;
  }

  /** Leaves the source as if it had come to its end. */
  synchronized void stop() {
    if (!stopping && !cut) {
      stopping = true;
      thread.interrupt();
    }
  }

  /** Leaves the source where it is, and reports nothing more to the pipeline. */
  synchronized void cut() {
    if (!cut) {
      cut = true;
      thread.interrupt();
    }
  }

  private synchronized boolean isCut() {
    return cut;
  }

  private void run() {
    try {
      Ending end = read();
      ending.complete(end instanceof Ending.Over over ? tell(over) : end);
    } catch (RuntimeException | Error e) {
      ending.complete(broken(e));
      throw e;
    }
  }

  private Ending read() {
    try {
      source.run(sink);
      return isCut()
          ? new Ending.Cut()
          : new Ending.Over(ChatState.ENDED, "the source came to its end");
    } catch (InterruptedException e) {
      return isCut() ? new Ending.Cut() : new Ending.Over(ChatState.ENDED, "stopped on request");
    } catch (SourceException e) {
      log.warn(
          "Failed session={} chat={} because={} cause={} reason=\"{}\"",
          session.getId(),
          session.getChat(),
          e.reason(),
          causes(e),
          e.getMessage());
      return new Ending.Over(ChatState.FAILED, e.getMessage());
    } catch (ChatwardenException e) {
      return broken(e);
    } catch (RuntimeException e) {
      log.error("Failed source chat={}", session.getChat(), e);
      return new Ending.Over(
          ChatState.FAILED, "a bug in Chatwarden stopped the reading; its log says more");
    }
  }

  /** Returns the kinds of the faults that led to this one: their messages may hold addresses. */
  private static String causes(Throwable fault) {
    return Stream.iterate(fault.getCause(), Objects::nonNull, Throwable::getCause)
        .limit(MOST_CAUSES)
        .map(cause -> cause.getClass().getSimpleName())
        .collect(Collectors.joining(" < "));
  }

  private Ending broken(Throwable fault) {
    return isCut() ? new Ending.Cut() : new Ending.Broken(fault);
  }

  /** Reports the end, again if need be: the recorder takes it once. */
  private Ending tell(Ending.Over over) {
    while (true) {
      try {
        sink.report(event(over));
        sink.barrier().toCompletableFuture().get();
        return over;
      } catch (InterruptedException e) {
        if (isCut()) {
          return new Ending.Cut();
        }
      } catch (ExecutionException e) {
        return broken(e);
      }
    }
  }

  private ChatEvent event(Ending.Over over) {
    Instant now = clock.instant();
    return ChatEvent.newBuilder()
        .setChat(session.getChat())
        .setEnded(
            EndedChat.newBuilder()
                .setChat(session.getChat())
                .setSession(session.getId())
                .setState(over.state())
                .setReason(over.reason())
                .setEndTime(
                    Timestamp.newBuilder()
                        .setSeconds(now.getEpochSecond())
                        .setNanos(now.getNano())))
        .build();
  }
}
