package chatwarden.serving.rollout;

import java.util.List;

/** Runs a model on texts on the calling thread, to its final answers. */
@FunctionalInterface
public interface TextsRun<M, R> {

  /**
   * Returns the answers, one each, in order.
   *
   * @param language the language of all texts, or that they are to be detected
   */
  List<R> run(M model, List<String> texts, String language);
}
