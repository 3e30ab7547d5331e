package chatwarden.serving.batch;

import java.util.List;

/**
 * Improves the answers to rows, many at a time. Rows for equal functions share batches. Called by
 * several threads at once.
 *
 * @param <I> a row
 * @param <O> the answer to a row
 */
public interface RefineFunction<I, O> {

  /** Returns how much of a batch {@code row} takes, at least 1: its tokens, or an estimate. */
  int tokens(I row);

  /** Returns whether {@code answer} is not to be improved. */
  boolean isFinal(O answer);

  /** Returns how much an answer needs to be improved, in [0, 1]; the highest goes first. */
  double urgency(O answer);

  /**
   * Returns better answers to {@code rows}, one each, in their order. What else is in the batch
   * must not change the answer to a row.
   *
   * @param answers the answers so far, none of them final
   */
  List<O> refine(List<I> rows, List<O> answers);
}
