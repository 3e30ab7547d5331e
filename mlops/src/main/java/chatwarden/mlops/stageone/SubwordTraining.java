package chatwarden.mlops.stageone;

import chatwarden.inference.classifier.DecisionRule;
import chatwarden.inference.subword.SubwordScorer;
import chatwarden.inference.subword.SubwordWeights;
import chatwarden.mlops.subword.EmbeddingFit;
import chatwarden.mlops.subword.SubwordSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/**
 * Trains a subword stage 1 model on the features that the linear one has: cross-fitted scores →
 * calibration and decision offsets → the final fit on everything.
 */
final class SubwordTraining {
  private final StageOneSettings settings;
  private final SubwordSettings subword;
  private final Consumer<String> progress;

  SubwordTraining(StageOneSettings settings, SubwordSettings subword, Consumer<String> progress) {
    this.settings = settings;
    this.subword = subword;
    this.progress = progress;
  }

  /** What came out. */
  record Result(SubwordWeights weights, double crossFittedMacroF1) {}

  Result train(TrainingSet set) {
    double[][] scores = new double[set.labelled()][];
    DecisionRule none = new DecisionRule(StageOneTraining.LABELS, 1, zeros(), zeros());
    for (int fold = 0; fold < settings.folds(); fold++) {
      progress.accept("cross-fitting fold=%d of=%d".formatted(fold + 1, settings.folds()));
      SubwordScorer scorer = new SubwordScorer(fit(set.without(fold, settings), none));
      for (int i = 0; i < scores.length; i++) {
        if (set.folds()[i] == fold) {
          scores[i] = scorer.score(set.features().get(i));
        }
      }
    }
    int[] truth = Arrays.copyOf(set.truth(), set.labelled());
    Calibration calibration = Calibration.fit(scores, truth);
    double[] offsets = DecisionOffsets.search(scores, truth, calibration);
    double macroF1 = DecisionOffsets.macroF1(scores, truth, offsets);
    progress.accept(String.format(Locale.ROOT, "cross-fitted macro_f1=%.4f", macroF1));
    progress.accept("final fit");
    DecisionRule rule =
        new DecisionRule(
            StageOneTraining.LABELS,
            calibration.temperature(),
            list(calibration.shifts()),
            list(offsets));
    return new Result(fit(set.whole(settings), rule), macroF1);
  }

  private SubwordWeights fit(TrainingSet.Part part, DecisionRule rule) {
    return EmbeddingFit.of(subword, StageOneTraining.LABELS.size(), settings.seed())
        .fit(part.features(), part.truth(), part.rowWeights(), rule);
  }

  private static List<Double> zeros() {
    return list(new double[StageOneTraining.LABELS.size()]);
  }

  private static List<Double> list(double[] values) {
    return DoubleStream.of(values).boxed().toList();
  }
}
