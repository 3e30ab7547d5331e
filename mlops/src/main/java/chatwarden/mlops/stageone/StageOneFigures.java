package chatwarden.mlops.stageone;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.evaluation.ObfuscatedSuite;
import chatwarden.mlops.gate.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a classifier on a development split.
 *
 * @param evaluation the figures on the split as it is
 * @param obfuscated the figures on the split, obfuscated
 * @param answers the answer for each text
 * @param probes the error rates on other texts, by name
 */
public record StageOneFigures(
    Evaluation evaluation,
    ObfuscatedSuite obfuscated,
    List<ClassProbabilities> answers,
    Map<String, Double> probes) {

  /** Copies list and map. */
  public StageOneFigures {
    answers = List.copyOf(answers);
    probes = new LinkedHashMap<>(probes);
  }

  /**
   * Measures a classifier.
   *
   * @param probes other texts to measure it on
   * @param seed for the draws of the intervals
   */
  public static StageOneFigures of(
      Classifier classifier, List<LabelledText> rows, List<Probe> probes, long seed) {
    List<String> texts = rows.stream().map(LabelledText::text).toList();
    int[] truth = rows.stream().mapToInt(LabelledText::label).toArray();
    List<ClassProbabilities> answers = classifier.classify(texts);
    return new StageOneFigures(
        Evaluation.of(answers, truth, seed),
        ObfuscatedSuite.of(classifier, texts, truth),
        answers,
        errors(classifier, probes));
  }

  private static Map<String, Double> errors(Classifier classifier, List<Probe> probes) {
    Map<String, Double> errors = new LinkedHashMap<>();
    probes.forEach(probe -> errors.put(probe.name(), probe.error(classifier)));
    return errors;
  }

  /** Returns all figures by name, those of the gate included. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("macro_f1", evaluation.macroF1());
    metrics.put("macro_f1_low", evaluation.macroF1Interval().low());
    metrics.put("macro_f1_high", evaluation.macroF1Interval().high());
    metrics.put("accuracy", evaluation.accuracy());
    for (int k = 0; k < evaluation.labels().size(); k++) {
      String label = evaluation.labels().get(k).toLowerCase(Locale.ROOT);
      metrics.put("f1_" + label, evaluation.classF1().get(k));
      metrics.put("average_precision_" + label, evaluation.averagePrecision().get(k));
    }
    metrics.put("macro_f1_obfuscated", obfuscated.drawn());
    metrics.putAll(errors());
    return metrics;
  }

  /** Returns the error rates that a gate watches, by name. */
  Map<String, Double> errors() {
    Map<String, Double> errors = new LinkedHashMap<>();
    errors.put("calibration error, offensive probability", evaluation.offensiveCalibrationError());
    errors.put("macro-F1 lost to evasion", Math.max(0, evaluation.macroF1() - obfuscated.drawn()));
    errors.putAll(probes);
    return errors;
  }
}
