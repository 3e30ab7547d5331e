package chatwarden.serving.door;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What models do with texts, in two steps: a text is tokenised on the caller's thread, and rows of
 * many callers run together on an inference thread. Answers that are not final are then improved,
 * see {@link chatwarden.serving.batch.Refiner}.
 *
 * @param <M> the type of the models
 * @param <P> a tokenised text
 * @param <R> the answer of a model to one text
 */
public interface Inference<M, P, R> {

  /** The language of a text that the model itself is to detect. */
  String ANY_LANGUAGE = "auto";

  /**
   * Returns {@code text} as {@code model} takes it.
   *
   * @param language a BCP 47 primary subtag, or {@value #ANY_LANGUAGE}
   */
  P tokenise(M model, String text, String language);

  /** Returns how many tokens {@code row} has, at least 1. */
  int tokens(P row);

  /**
   * Returns the answers of {@code model} to {@code rows}, one each, in their order; each the same
   * whatever the others are.
   */
  List<R> run(M model, List<P> rows);

  /**
   * Returns {@code row}, of which {@link #run} gives parts of the answer while it works on it: a
   * model that generates. Other models give none.
   *
   * @param parts takes a part, on the inference thread, which it does not block; throws where the
   *     caller is gone, and so stops the work
   */
  default P inParts(P row, Consumer<R> parts) {
    return row;
  }

  /** Returns whether {@code answer} is not to be improved by {@link #refine}. */
  default boolean isFinal(R answer) {
    return true;
  }

  /** Returns how much an answer needs to be improved, in [0, 1]. */
  default double urgency(R answer) {
    return 0;
  }

  /** Returns better answers to {@code rows}, one each; each the same whatever the others are. */
  default List<R> refine(M model, List<P> rows, List<R> answers) {
    return answers;
  }

  /**
   * Returns the other questions to the same models whose answers two versions are compared by as by
   * those to this one.
   */
  default List<Inference<M, ?, R>> variants() {
    return List.of();
  }

  /** Returns whether answers to texts in a language that no model knows are marked. */
  default boolean marksUnknownLanguages() {
    return false;
  }

  /** Returns {@code answer} marked as one to a text in a language that no model knows. */
  default R inUnknownLanguage(R answer) {
    return answer;
  }

  /** Returns about how many tokens {@code text} has: three characters count as one. */
  static int estimatedTokens(String text) {
    return 1 + text.length() / 3;
  }

  /** Returns an inference in one step, of models that take texts as they are. */
  static <M, R> Inference<M, String, R> ofTexts(BiFunction<M, List<String>, List<R>> run) {
    return new TextInference<>(run);
  }
}
