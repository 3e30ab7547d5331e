package chatwarden.serving.batch;

import java.util.ArrayList;
import java.util.List;

/** Rows for one function, from several callers, that run together. Used by one thread at a time. */
final class Batch<I, O> {

  private final BatchFunction<I, O> function;
  private final long budget;
  private final List<BatchRequest<I, O>> owners = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final List<I> rows = new ArrayList<>();
  private long longest;
  private long tokens;

  Batch(BatchFunction<I, O> function, int budget) {
    this.function = function;
    this.budget = budget;
  }

  /** Takes the next rows of {@code request}, as many as fit. The rows stay in their order. */
  void take(BatchRequest<I, O> request) {
    int row = request.next();
    while (row < request.size() && fits(request.tokens(row))) {
      longest = Math.max(longest, request.tokens(row));
      owners.add(request);
      places.add(row);
      rows.add(request.row(row));
      tokens += request.tokens(row);
      row++;
    }
    request.taken(row);
  }

  private boolean fits(int tokens) {
    return rows.isEmpty() || Math.max(longest, tokens) * (rows.size() + 1) <= budget;
  }

  boolean isOf(BatchFunction<?, ?> other) {
    return function.equals(other);
  }

  /** Whether not even a shortest row would fit. */
  boolean isFull() {
    return !fits(1);
  }

  /** The tokens of its rows, padding left out. */
  long tokens() {
    return tokens;
  }

  /** Runs the rows and completes their calls. Throws nothing. */
  void run(BatchMetrics metrics) {
    run(0, rows.size(), metrics);
  }

  private void run(int from, int to, BatchMetrics metrics) {
    List<O> outcomes;
    try {
      outcomes = infer(rows.subList(from, to), metrics);
    } catch (RuntimeException | Error e) {
      split(from, to, e, metrics);
      return;
    }
    for (int i = from; i < to; i++) {
      owners.get(i).answered(places.get(i), outcomes.get(i - from));
    }
  }

  private List<O> infer(List<I> some, BatchMetrics metrics) {
    long begin = System.nanoTime();
    try {
      List<O> outcomes = function.run(some);
      if (outcomes.size() != some.size()) {
        throw new IllegalStateException(
            function + " answered " + outcomes.size() + " of " + some.size() + " texts (a bug)");
      }
      return outcomes;
    } finally {
      metrics.ran(some.size(), System.nanoTime() - begin);
    }
  }

  /** Lets a bad row fail alone: halves the rows until it is found. */
  private void split(int from, int to, Throwable fault, BatchMetrics metrics) {
    if (to - from == 1) {
      owners.get(from).failed(1, fault);
    } else {
      int middle = (from + to) >>> 1;
      run(from, middle, metrics);
      run(middle, to, metrics);
    }
  }
}
