package chatwarden.classifier.model;

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

  /** Frees what the model holds. No call may be running or follow. Closing twice does nothing. */
  @Override
  void close();
}
