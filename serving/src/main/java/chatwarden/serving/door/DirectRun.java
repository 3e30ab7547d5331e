package chatwarden.serving.door;

import chatwarden.serving.rollout.TextsRun;
import java.util.ArrayList;
import java.util.List;

/** Runs a question on the calling thread, without the batcher, to the final answers. */
record DirectRun<M, P, R>(Inference<M, P, R> question) implements TextsRun<M, R> {

  /** More tiers than a model has. */
  private static final int MOST_ROUNDS = 8;

  @Override
  public List<R> run(M model, List<String> texts, String language) {
    List<P> rows = texts.stream().map(text -> question.tokenise(model, text, language)).toList();
    List<R> answers = new ArrayList<>(question.run(model, rows));
    if (answers.size() != texts.size()) {
      throw new IllegalStateException(
          "model answered %d of %d texts (a bug)".formatted(answers.size(), texts.size()));
    }
    for (int round = 0; round < MOST_ROUNDS && !refined(model, rows, answers); round++) {
      continue;
    }
    return answers;
  }

  /** Improves the answers that are not final; true where all are. */
  private boolean refined(M model, List<P> rows, List<R> answers) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (!question.isFinal(answers.get(i))) {
        open.add(i);
      }
    }
    if (open.isEmpty()) {
      return true;
    }
    List<R> better =
        question.refine(
            model, open.stream().map(rows::get).toList(), open.stream().map(answers::get).toList());
    for (int i = 0; i < open.size(); i++) {
      answers.set(open.get(i), better.get(i));
    }
    return false;
  }
}
