package chatwarden.trainer.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.classifier.linear.FeatureTable;
import chatwarden.classifier.linear.Lexicon;
import chatwarden.classifier.linear.LinearScorer;
import chatwarden.classifier.linear.LinearWeights;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.data.MarkedText;
import chatwarden.trainer.linear.SoftmaxRegression;
import chatwarden.trainer.linear.SparseRows;
import chatwarden.trainer.linear.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains a linear stage 1 model: features → cross-fitted scores → calibration and decision offsets
 * → the final fit on everything. Calibration and offsets are fitted on scores that each text got
 * from a model that had not seen it nor a duplicate of it; no other data is looked at.
 *
 * <p>The same texts and settings give the same weights, bit for bit. One run at a time on an
 * instance.
 */
public final class StageOneTraining {
  /** The classes, in the order of their indices. */
  public static final List<String> LABELS = List.of("CLEAN", "OFFENSIVE", "HATE");

  private final StageOneSettings settings;
  private final Consumer<String> progress;

  /**
   * A pipeline.
   *
   * @param settings how to train
   * @param progress is told in a line what begins or what came out, on the training thread
   */
  public StageOneTraining(StageOneSettings settings, Consumer<String> progress) {
    this.settings = requireNonNull(settings, "settings");
    this.progress = requireNonNull(progress, "progress");
  }

  /**
   * What came out.
   *
   * @param weights the model
   * @param features how many features it knows
   * @param crossFittedMacroF1 the macro-F1 of the cross-fitted scores that the offsets were chosen
   *     on, and so a little too high
   */
  public record Result(LinearWeights weights, int features, double crossFittedMacroF1) {}

  /**
   * Trains.
   *
   * @param rows what to learn from; every class is among them, some of it outside every fold
   * @param marked texts in which offensive words are marked; may share texts with {@code rows}
   */
  public Result train(List<LabelledText> rows, List<MarkedText> marked) {
    progress.accept("features rows=%d marked=%d".formatted(rows.size(), marked.size()));
    SpanLexicon spans = SpanLexicon.of(marked);
    Lexicon lexicon = spans.toLexicon();
    TrainingSet set = TrainingSet.of(rows, spans, settings);
    int[] truth = rows.stream().mapToInt(LabelledText::label).toArray();
    double[][] crossFitted = crossFit(set, lexicon);
    Calibration calibration = Calibration.fit(crossFitted, truth);
    double[] offsets = DecisionOffsets.search(crossFitted, truth);
    double macroF1 = DecisionOffsets.macroF1(crossFitted, truth, offsets);
    progress.accept("cross-fitted macro_f1=%.4f".formatted(macroF1));
    Vocabulary vocabulary = gather(set);
    progress.accept("final fit features=" + vocabulary.size());
    SoftmaxRegression.Fit fit = fit(vocabulary, set);
    return new Result(
        weights(vocabulary, fit, calibration, offsets, lexicon), vocabulary.size(), macroF1);
  }

  private double[][] crossFit(TrainingSet set, Lexicon lexicon) {
    double[][] scores = new double[set.originals()][];
    for (int fold = 0; fold < settings.folds(); fold++) {
      progress.accept("cross-fitting fold=%d of=%d".formatted(fold + 1, settings.folds()));
      TrainingSet kept = set.without(fold);
      Vocabulary vocabulary = gather(kept);
      SoftmaxRegression.Fit fit = fit(vocabulary, kept);
      LinearScorer scorer =
          new LinearScorer(weights(vocabulary, fit, Calibration.NONE, new double[3], lexicon));
      for (int i = 0; i < scores.length; i++) {
        if (set.folds()[i] == fold) {
          scores[i] = scorer.score(set.features().get(i));
        }
      }
    }
    return scores;
  }

  private Vocabulary gather(TrainingSet set) {
    return Vocabulary.gather(
        set.features(), settings.minDocuments().stream().mapToInt(Integer::intValue).toArray());
  }

  private SoftmaxRegression.Fit fit(Vocabulary vocabulary, TrainingSet set) {
    float[] viewWeights = new float[settings.viewWeights().size()];
    for (int i = 0; i < viewWeights.length; i++) {
      viewWeights[i] = settings.viewWeights().get(i);
    }
    SparseRows rows = vocabulary.vectorize(set.features(), viewWeights);
    double[][] targets = new double[set.truth().length][LABELS.size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i][set.truth()[i]] = 1;
    }
    return SoftmaxRegression.fit(
        rows,
        targets,
        set.rowWeights(),
        settings.penalty(),
        settings.tolerance(),
        settings.maxIterations());
  }

  private LinearWeights weights(
      Vocabulary vocabulary,
      SoftmaxRegression.Fit fit,
      Calibration calibration,
      double[] offsets,
      Lexicon lexicon) {
    FeatureTable table =
        FeatureTable.build(vocabulary.hashes(), vocabulary.inverseFrequencies(), fit.weights());
    return new LinearWeights(
        LABELS,
        settings.viewWeights(),
        relative(fit.biases()),
        calibration.temperature(),
        list(calibration.shifts()),
        list(offsets),
        table,
        lexicon);
  }

  /** Returns the biases with that of the first class at 0, as the weights are. */
  private static List<Double> relative(double[] biases) {
    return Arrays.stream(biases).mapToObj(bias -> bias - biases[0]).toList();
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
