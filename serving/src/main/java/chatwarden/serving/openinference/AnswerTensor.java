package chatwarden.serving.openinference;

import chatwarden.repository.ModelManifest;
import java.util.List;
import java.util.function.Function;

/**
 * A tensor of what models say, with one row for each text.
 *
 * @param <R> what a model says of one text
 */
public sealed interface AnswerTensor<R> {

  /** Its name. */
  String name();

  /** A text for each text: BYTES [n]. */
  record Texts<R>(String name, Function<R, String> element) implements AnswerTensor<R> {}

  /** A number for each text: FP32 [n]. */
  record Numbers<R>(String name, Function<R, Float> element) implements AnswerTensor<R> {}

  /**
   * A number for each text and each label of the model, in the order of its manifest: FP32 [n,
   * labels].
   */
  record NumbersByLabel<R>(String name, Function<R, List<Float>> row) implements AnswerTensor<R> {}

  /** The type of the elements. */
  default String datatype() {
    return switch (this) {
      case Texts<R> _ -> "BYTES";
      case Numbers<R> _ -> "FP32";
      case NumbersByLabel<R> _ -> "FP32";
    };
  }

  /** The size of each dimension for {@code texts} texts. */
  default List<Long> shape(long texts, ModelManifest manifest) {
    return switch (this) {
      case Texts<R> _ -> List.of(texts);
      case Numbers<R> _ -> List.of(texts);
      case NumbersByLabel<R> _ -> List.of(texts, (long) manifest.labels().size());
    };
  }
}
