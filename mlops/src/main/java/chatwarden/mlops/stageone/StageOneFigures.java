package chatwarden.mlops.stageone;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.evaluation.ObfuscatedSuite;
import java.util.List;

/**
 * The figures of a classifier on a development split.
 *
 * @param evaluation the figures on the split as it is
 * @param obfuscated the figures on the split, obfuscated
 * @param answers the answer for each text
 */
public record StageOneFigures(
    Evaluation evaluation, ObfuscatedSuite obfuscated, List<ClassProbabilities> answers) {

  /** Copies the answers. */
  public StageOneFigures {
    answers = List.copyOf(answers);
  }

  /**
   * Measures a classifier.
   *
   * @param seed for the draws of the intervals
   */
  public static StageOneFigures of(Classifier classifier, List<LabelledText> rows, long seed) {
    List<String> texts = rows.stream().map(LabelledText::text).toList();
    int[] truth = rows.stream().mapToInt(LabelledText::label).toArray();
    List<ClassProbabilities> answers = classifier.classify(texts);
    return new StageOneFigures(
        Evaluation.of(answers, truth, seed), ObfuscatedSuite.of(classifier, texts, truth), answers);
  }
}
