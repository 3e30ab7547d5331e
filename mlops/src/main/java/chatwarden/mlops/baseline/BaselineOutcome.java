package chatwarden.mlops.baseline;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.mlops.evaluation.Evaluation;
import java.util.List;
import java.util.SortedMap;

/**
 * What came out of a classic baseline on the development split.
 *
 * @param members the learners
 * @param vote the figures of their vote
 * @param answers what the vote said of every text
 */
public record BaselineOutcome(
    List<Member> members, Evaluation vote, List<ClassProbabilities> answers) {
  public BaselineOutcome {
    members = List.copyOf(members);
    answers = List.copyOf(answers);
  }

  /**
   * One of the learners.
   *
   * @param name its name for people
   * @param settings the settings of its training
   * @param evaluation its figures
   */
  public record Member(String name, SortedMap<String, Double> settings, Evaluation evaluation) {}
}
