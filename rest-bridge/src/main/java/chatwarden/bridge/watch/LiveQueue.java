package chatwarden.bridge.watch;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.OverloadedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a chat's reader has for one subscriber: filled by the reader, which never waits, and emptied
 * by the subscriber. Over its bound it fails for good with {@code SLOW_SUBSCRIBER} and lets go of
 * its events.
 */
final class LiveQueue {

  private final int bound;
  private final Runnable onFailure;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<List<SharedEvent>> batches = new ArrayDeque<>();
  private int size;
  private @Nullable ChatwardenException fault;

  /** Holds at most {@code bound} events; reports the first failure, once. */
  LiveQueue(int bound, Runnable onFailure) {
    this.bound = bound;
    this.onFailure = onFailure;
  }

  void add(List<SharedEvent> batch) {
    boolean tooSlow;
    lock.lock();
    try {
      tooSlow = size + batch.size() > bound;
      if (!tooSlow && fault == null) {
        batches.add(batch);
        size += batch.size();
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    if (tooSlow) {
      fail(
          OverloadedException.of(
              "SLOW_SUBSCRIBER",
              "the chat runs faster than this stream is read; resume by the last token",
              Duration.ZERO));
    }
  }

  /** Ends the queue; the first fault counts. */
  void fail(ChatwardenException reason) {
    lock.lock();
    try {
      if (fault != null) {
        return;
      }
      fault = reason;
      batches.clear();
      size = 0;
      changed.signal();
    } finally {
      lock.unlock();
    }
    onFailure.run();
  }

  @Nullable ChatwardenException fault() {
    lock.lock();
    try {
      return fault;
    } finally {
      lock.unlock();
    }
  }

  /** Everything that is there, waiting up to {@code patience} for something; may be empty. */
  List<SharedEvent> take(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (batches.isEmpty() && fault == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (fault != null) {
        throw fault;
      }
      if (batches.size() == 1) {
        size = 0;
        return batches.remove();
      }
      List<SharedEvent> all = new ArrayList<>(size);
      batches.forEach(all::addAll);
      batches.clear();
      size = 0;
      return all;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }
}
