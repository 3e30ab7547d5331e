package chatwarden.serving.batch;

import chatwarden.runtime.grpc.CallPriority;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one caller whose answers are being improved. The answer completes with the last row,
 * or with the first fault; {@code whenGone} runs once no row waits or runs any more.
 */
final class RefineCall<I, O> {

  private final RefineFunction<I, O> function;
  private final CallPriority priority;
  private final boolean waits;
  private final Context context = Context.current();
  private final Runnable whenGone;
  private final AtomicReferenceArray<O> outcomes;
  private final AtomicInteger open;

  /** Written before its row leaves {@code open}, so that whoever ends the last row sees it. */
  private volatile @Nullable Throwable fault;

  private final CompletableFuture<List<O>> answer = new CompletableFuture<>();

  /** A row that waits, with the answer that it has. */
  record Row<I, O>(
      RefineCall<I, O> call,
      int index,
      I row,
      O first,
      int tokens,
      double urgency,
      long number,
      long begin) {

    void answered(O outcome) {
      call.outcomes.set(index, outcome);
      call.end(null);
    }

    void failed(Throwable fault) {
      call.end(fault);
    }
  }

  RefineCall(
      RefineFunction<I, O> function, boolean waits, List<O> first, int open, Runnable whenGone) {
    this.function = function;
    this.priority = CallPriority.current();
    this.waits = waits;
    this.whenGone = whenGone;
    this.outcomes = new AtomicReferenceArray<>(first.size());
    for (int i = 0; i < first.size(); i++) {
      outcomes.set(i, first.get(i));
    }
    this.open = new AtomicInteger(open);
  }

  RefineFunction<I, O> function() {
    return function;
  }

  CallPriority priority() {
    return priority;
  }

  /** Returns whether its rows wait as long as it takes. */
  boolean waits() {
    return waits;
  }

  CompletableFuture<List<O>> answer() {
    return answer;
  }

  /** Returns why no row of this needs to be run any more; null while a caller waits for them. */
  @Nullable Throwable verdict() {
    return CallerState.verdict(context);
  }

  private void end(@Nullable Throwable ofRow) {
    if (ofRow != null) {
      fault = ofRow;
    }
    boolean last = open.decrementAndGet() == 0;
    if (last) {
      whenGone.run();
    }
    Throwable known = fault;
    if (known != null) {
      answer.completeExceptionally(known);
    } else if (last) {
      List<O> all = new ArrayList<>(outcomes.length());
      for (int i = 0; i < outcomes.length(); i++) {
        all.add(outcomes.get(i));
      }
      answer.complete(all);
    }
  }
}
