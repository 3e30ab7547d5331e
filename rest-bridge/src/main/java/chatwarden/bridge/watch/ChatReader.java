package chatwarden.bridge.watch;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.watch.EventLog;
import chatwarden.store.watch.EventTail;
import chatwarden.store.watch.ResumeToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads one chat's events once for all of its subscribers. Starts with the first of them, at what
 * is the latest event then. Once over it stays over, and whoever wants to attach takes a new one.
 */
final class ChatReader {

  private final String chat;
  private final EventLog log;
  private final Runnable onOver;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<LiveQueue> queues = new ArrayList<>();
  private ResumeToken position = ResumeToken.BEGINNING;
  private @Nullable EventTail tail;
  private boolean over;

  /** A reader that has not begun; {@code onOver} is run once, when it takes no queues any more. */
  ChatReader(String chat, EventLog log, Runnable onOver) {
    this.chat = chat;
    this.log = log;
    this.onOver = onOver;
  }

  /**
   * From now on gives {@code queue} every event after the returned place. Blocks for the store when
   * it is the first.
   *
   * @return empty when this reader is over
   */
  Optional<ResumeToken> attach(LiveQueue queue) {
    lock.lock();
    try {
      if (over) {
        return Optional.empty();
      }
      if (tail == null) {
        begin();
      }
      queues.add(queue);
      return Optional.of(position);
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    try {
      position = log.latest(chat).orElse(ResumeToken.BEGINNING);
      EventTail begun = log.tail(chat, position, this::publish);
      tail = begun;
      begun.completion().whenComplete((nothing, fault) -> end(fault, false));
    } catch (RuntimeException e) {
      end(e, false);
      throw e;
    }
  }

  /** On the tail's thread. */
  private void publish(List<WatchCommentsResponse> messages) {
    List<SharedEvent> events = messages.stream().map(SharedEvent::new).toList();
    lock.lock();
    try {
      position = events.getLast().token();
      queues.forEach(queue -> queue.add(events));
    } finally {
      lock.unlock();
    }
  }

  /** Gives {@code queue} nothing more; returns whether none is left. */
  boolean detach(LiveQueue queue) {
    lock.lock();
    try {
      return queues.remove(queue) && queues.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the reader if it has no queues. */
  void endIfIdle() {
    end(null, true);
  }

  /** Ends the reader; those who listen get nothing more. */
  void close() {
    end(null, false);
  }

  /** Ends the reader and, where there is a fault, everybody who listens. */
  private void end(@Nullable Throwable fault, boolean onlyIfIdle) {
    List<LiveQueue> left;
    EventTail running;
    lock.lock();
    try {
      if (over || (onlyIfIdle && !queues.isEmpty())) {
        return;
      }
      over = true;
      left = List.copyOf(queues);
      running = tail;
    } finally {
      lock.unlock();
    }
    onOver.run();
    if (running != null) {
      running.close();
    }
    if (fault != null) {
      left.forEach(queue -> queue.fail(known(fault)));
    }
  }

  private static ChatwardenException known(Throwable fault) {
    return switch (fault) {
      case CompletionException e when e.getCause() != null -> known(e.getCause());
      case ChatwardenException e -> e;
      default ->
          FaultCode.INTERNAL.exception("READER_FAILED", "the reader of a chat failed", fault);
    };
  }
}
