package chatwarden.serving.batch;

import chatwarden.runtime.grpc.CallPriority;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one caller on their way through the batcher.
 *
 * <p>The answer completes with the last row, or with the first fault. {@code whenGone} runs once no
 * row waits or runs any more, which may be later than a fault.
 */
final class BatchRequest<I, O> {

  private final BatchFunction<I, O> function;
  private final CallPriority priority;
  private final Context context;
  private final long begin;
  private final BatchMetrics metrics;
  private final Runnable whenGone;
  private final CompletableFuture<List<O>> answer = new CompletableFuture<>();
  private final AtomicInteger open = new AtomicInteger();
  private List<I> rows = List.of();
  private int[] tokens = {};
  private @Nullable Object[] outcomes = {};

  /** Written before its rows leave {@code open}, so that whoever ends the last row sees it. */
  private volatile @Nullable Throwable fault;

  /** The first row that no batch has; guarded by the lock of the queue while this is in it. */
  private int next;

  /** The same of its tokens. */
  private long tokensLeft;

  BatchRequest(
      BatchFunction<I, O> function,
      CallPriority priority,
      Context context,
      BatchMetrics metrics,
      Runnable whenGone) {
    this.function = function;
    this.priority = priority;
    this.context = context;
    this.begin = System.nanoTime();
    this.metrics = metrics;
    this.whenGone = whenGone;
  }

  /** Once, before it is queued. */
  void fill(List<I> tokenised) {
    if (tokenised.isEmpty()) {
      throw new IllegalArgumentException("rows: 0 (expected: >= 1)");
    }
    int[] counts = new int[tokenised.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = function.tokens(tokenised.get(i));
    }
    tokens = counts;
    // After the calls that can throw: without rows, a failure ends the call at once.
    rows = tokenised;
    tokensLeft = Arrays.stream(counts).asLongStream().sum();
    outcomes = new Object[counts.length];
    open.set(rows.size());
  }

  BatchFunction<I, O> function() {
    return function;
  }

  CallPriority priority() {
    return priority;
  }

  /** When it was made, in nanoseconds of this JVM. */
  long begin() {
    return begin;
  }

  CompletableFuture<List<O>> answer() {
    return answer;
  }

  I row(int index) {
    return rows.get(index);
  }

  int tokens(int row) {
    return tokens[row];
  }

  int size() {
    return rows.size();
  }

  int next() {
    return next;
  }

  void taken(int end) {
    for (int row = next; row < end; row++) {
      tokensLeft -= tokens[row];
    }
    next = end;
  }

  /** The tokens of the rows that no batch has. */
  long tokensLeft() {
    return tokensLeft;
  }

  /** Why no row of this needs to be run any more; null while a caller waits for them. */
  @Nullable Throwable verdict() {
    return CallerState.verdict(context);
  }

  /** Returns whether the answer is there, or no caller waits for it. */
  boolean isOver() {
    return answer.isDone() || verdict() != null;
  }

  /** The answer to one row; the last completes the call. */
  void answered(int row, O outcome) {
    outcomes[row] = outcome;
    if (open.decrementAndGet() == 0) {
      whenGone.run();
      complete();
    }
  }

  @SuppressWarnings("unchecked") // Every outcome is an O, put there by answered().
  private void complete() {
    Throwable fault = this.fault;
    if (fault != null) {
      answer.completeExceptionally(fault);
    } else {
      metrics.answered(System.nanoTime() - begin);
      answer.complete((List<O>) new ArrayList<>(Arrays.asList(outcomes)));
    }
  }

  /** Ends {@code count} rows without an answer. */
  void failed(int count, Throwable fault) {
    this.fault = fault;
    if (open.addAndGet(-count) == 0) {
      whenGone.run();
    }
    answer.completeExceptionally(fault);
  }

  /** Ends the rows that no batch has. */
  void failed(Throwable fault) {
    failed(rows.size() - next, fault);
  }
}
