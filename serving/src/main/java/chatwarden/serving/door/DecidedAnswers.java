package chatwarden.serving.door;

import chatwarden.serving.door.InferenceService.FirstAnswers;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * How a server stream is answered.
 *
 * @param <R> the answer of a model
 * @param <A> a message of the stream
 */
public interface DecidedAnswers<R, A> {

  /**
   * Answers a part of the call, on the gRPC context of the call; see {@link InferenceService#ask}.
   */
  CompletionStage<List<Answer<R>>> ask(TextCall part, FirstAnswers<R> first);

  /** Returns the message for the text at {@code place}, counted from 0. */
  A message(int place, Answer<R> answer, boolean isFinal);

  /** Returns how many texts the call may hold. */
  default int maxTexts() {
    return TextLimits.MAX_STREAMED_TEXTS;
  }

  /** Returns whether answers that are not final are sent, too. */
  default boolean withUpdates() {
    return false;
  }
}
