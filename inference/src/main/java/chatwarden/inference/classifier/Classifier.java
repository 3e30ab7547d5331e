package chatwarden.inference.classifier;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.util.List;

/**
 * A stage 1 model, open and ready. Safe for any number of threads at once. A text's answer depends
 * on the text alone, never on the batch that it came in.
 */
public interface Classifier extends AutoCloseable {
  /** Returns the labels, in the order of all probabilities; {@code CLEAN} is among them. */
  List<String> labels();

  /**
   * Returns what the model says of each text, in the order of {@code texts}. Every string is
   * accepted, blank ones and lone surrogates included. Runs on the calling thread and never blocks.
   *
   * @throws IllegalStateException if the model is closed
   */
  List<ClassProbabilities> classify(List<String> texts);

  /**
   * Returns the model's answers, in the order of {@code questions}, as {@link #classify} does. A
   * model of one language answers in its own, whatever the questions say.
   */
  default List<Judgement> judge(List<Question> questions) {
    return classify(questions.stream().map(Question::text).toList()).stream()
        .map(Judgement::of)
        .toList();
  }

  /**
   * Returns why the model says what {@link #classify} says of {@code text}. Takes as long as some
   * hundred classifications of the text, for long texts fewer. Runs on the calling thread and never
   * blocks.
   *
   * @param threshold the offensive probability under which the decisive words bring the text
   * @throws ChatwardenException FAILED_PRECONDITION, if models of this kind cannot explain
   *     themselves
   * @throws IllegalStateException if the model is closed
   */
  default Explanation explain(String text, float threshold) {
    throw FaultCode.FAILED_PRECONDITION.exception(
        "MODEL_CANNOT_EXPLAIN", "models of this kind cannot explain their answers");
  }

  /**
   * Returns why the model answers {@code question} as it does, as {@link #explain(String, float)}.
   */
  default Explanation explain(Question question, float threshold) {
    return explain(question.text(), threshold);
  }

  /** Frees what the model holds. No call may be running or follow. Closing twice does nothing. */
  @Override
  void close();
}
