package chatwarden.ingest.session;

import chatwarden.ingest.source.ChatSource;
import chatwarden.store.session.SessionLease;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Saves how far a session has come: the source's place once the broker has confirmed everything
 * before it, how many messages were published and how many inputs were refused up to there. Input
 * that arrives while a confirm is awaited is saved with the next. Used by one thread.
 */
final class Progress {
  /** So many refused inputs are counted at once before the lease gets its turn. */
  private static final int COUNTED_AT_ONCE = 500;

  private final SessionLease lease;
  private final ChatSource source;
  private final SessionSink sink;
  private final Rejections rejections;
  private byte[] saved;
  private long savedTaken;
  private long savedPublished;
  private long counted;
  private @Nullable Pending pending;

  Progress(SessionLease lease, ChatSource source, SessionSink sink, Rejections rejections) {
    this.lease = lease;
    this.source = source;
    this.sink = sink;
    this.rejections = rejections;
    this.saved = lease.checkpoint().orElse(new byte[0]);
  }

  private record Pending(
      byte[] place, long rejected, long taken, CompletableFuture<Long> confirmed) {}

  /**
   * Saves the progress that is confirmed, without waiting for confirms.
   *
   * @throws ExecutionException when the pipeline has lost comments
   */
  void save() throws ExecutionException {
    if (pending == null) {
      begin();
    }
    if (pending != null && pending.confirmed().isDone()) {
      end(pending);
    }
  }

  /** Saves the place where the source was left, if that is confirmed before the deadline. */
  void saveLast(long deadlineNanos)
      throws ExecutionException, InterruptedException, TimeoutException {
    for (int last = 0; last < 2; last++) {
      if (pending == null) {
        begin();
      }
      while (pending != null) {
        await(pending.confirmed(), deadlineNanos);
        end(pending);
        if (pending != null && System.nanoTime() > deadlineNanos) {
          throw new TimeoutException();
        }
      }
    }
  }

  /** Counts refused inputs that were not counted yet; true when none is left. */
  boolean count(long upTo) {
    for (int i = 0; i < COUNTED_AT_ONCE && counted < upTo; i++) {
      lease.reject(rejections.last());
      counted++;
    }
    return counted >= upTo;
  }

  private void begin() {
    long rejected = rejections.total();
    long taken = sink.taken();
    byte[] place = source.checkpoint().orElse(saved);
    if (!Arrays.equals(place, saved) || rejected > counted || taken > savedTaken) {
      // The place first: everything before it is before the barrier.
      pending = new Pending(place, rejected, taken, sink.barrier().toCompletableFuture());
    }
  }

  private void end(Pending ready) throws ExecutionException {
    if (ready.confirmed().isCompletedExceptionally()) {
      throw new ExecutionException(ready.confirmed().exceptionNow());
    }
    if (count(ready.rejected())) {
      long published = ready.confirmed().resultNow();
      if (!Arrays.equals(ready.place(), saved) || published > savedPublished) {
        lease.saveCheckpoint(ready.place(), published);
        saved = ready.place();
        savedPublished = published;
      }
      savedTaken = ready.taken();
      pending = null;
    }
  }

  private static void await(CompletableFuture<Long> confirmed, long deadlineNanos)
      throws ExecutionException, InterruptedException, TimeoutException {
    confirmed.get(Math.max(deadlineNanos - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
  }
}
