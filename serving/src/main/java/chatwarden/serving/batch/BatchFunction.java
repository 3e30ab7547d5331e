package chatwarden.serving.batch;

import java.util.List;

/**
 * What answers rows, many at a time. Rows for equal functions share batches. Called by several
 * threads at once.
 *
 * @param <I> a row
 * @param <O> the answer to a row
 */
public interface BatchFunction<I, O> {

  /** How much of a batch {@code row} takes, at least 1: its tokens, or an estimate of them. */
  int tokens(I row);

  /**
   * The answers to {@code rows}, one each, in their order. What else is in the batch must not
   * change the answer to a row. When it throws, the rows are tried again in smaller batches, down
   * to single ones.
   */
  List<O> run(List<I> rows);

  /** Takes how long a call waited until the first of its rows was taken up. */
  default void waited(long nanos) {}
}
