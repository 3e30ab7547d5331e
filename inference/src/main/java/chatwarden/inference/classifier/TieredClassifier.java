package chatwarden.inference.classifier;

import java.util.ArrayList;
import java.util.List;

/**
 * A classifier that asks a fast model first, and a better and slower one where the fast one is not
 * sure. Safe for any number of threads at once.
 */
public interface TieredClassifier extends Classifier {

  /**
   * A tier's answer, and the way to the next.
   *
   * @param judgement the answer if no better tier is asked
   * @param tier the number of the tier, counted from 0
   * @param isFinal whether no better tier is to be asked
   * @param evidence the scores so far, for the next tier; for this classifier alone
   */
  record TierAnswer(Judgement judgement, int tier, boolean isFinal, double[][] evidence) {

    /** Returns the same answer, to be improved by the next tier all the same. */
    public TierAnswer notFinal() {
      return new TierAnswer(judgement, tier, false, evidence);
    }

    /** Returns how unsure the answer is, in [0, 1]: 1 where both sides are equally probable. */
    public double uncertainty() {
      return 1 - Math.abs(2 * judgement.classes().offensiveProbability() - 1);
    }
  }

  /** Asks the first tier, in microseconds a text. */
  List<TierAnswer> first(List<Question> questions);

  /**
   * Asks the tier after that of each answer.
   *
   * @param answers the answers to the questions so far, in their order, none of the last tier
   */
  List<TierAnswer> better(List<Question> questions, List<TierAnswer> answers);

  @Override
  default List<Judgement> judge(List<Question> questions) {
    List<TierAnswer> answers = new ArrayList<>(first(questions));
    List<Integer> open = open(answers);
    while (!open.isEmpty()) {
      List<TierAnswer> better =
          better(
              open.stream().map(questions::get).toList(), open.stream().map(answers::get).toList());
      for (int i = 0; i < open.size(); i++) {
        answers.set(open.get(i), better.get(i));
      }
      open = open(answers);
    }
    return answers.stream().map(TierAnswer::judgement).toList();
  }

  private static List<Integer> open(List<TierAnswer> answers) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (!answers.get(i).isFinal()) {
        open.add(i);
      }
    }
    return open;
  }

  @Override
  default List<ClassProbabilities> classify(List<String> texts) {
    return judge(texts.stream().map(Question::inAnyLanguage).toList()).stream()
        .map(Judgement::classes)
        .toList();
  }
}
