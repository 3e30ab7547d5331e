package chatwarden.serving.door;

import java.util.List;
import java.util.function.BiFunction;

/**
 * What models do with texts, in two steps: a text is tokenised on the caller's thread, and rows of
 * many callers run together on an inference thread.
 *
 * @param <M> the type of the models
 * @param <P> a tokenised text
 * @param <R> what a model says of one text
 */
public interface Inference<M, P, R> {

  /** {@code text} as {@code model} takes it. */
  P tokenise(M model, String text);

  /** How many tokens {@code row} has, at least 1. */
  int tokens(P row);

  /**
   * What {@code model} says of {@code rows}, one each, in their order; of each the same whatever
   * the others are.
   */
  List<R> run(M model, List<P> rows);

  /** An inference in one step, of models that take texts as they are. */
  static <M, R> Inference<M, String, R> ofTexts(BiFunction<M, List<String>, List<R>> run) {
    return new TextInference<>(run);
  }
}
