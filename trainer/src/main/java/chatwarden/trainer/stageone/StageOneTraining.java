package chatwarden.trainer.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.classifier.linear.FeatureHasher;
import chatwarden.classifier.linear.FeatureHashes;
import chatwarden.classifier.linear.FeatureTable;
import chatwarden.classifier.linear.LinearScorer;
import chatwarden.classifier.linear.LinearWeights;
import chatwarden.text.Normalizer;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.data.SplitCheck;
import chatwarden.trainer.linear.SoftmaxRegression;
import chatwarden.trainer.linear.SparseRows;
import chatwarden.trainer.linear.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains a linear stage 1 model: features → cross-fitted scores → calibration and decision offsets →
 * the final fit on everything. Calibration and offsets are fitted on scores that each text got from
 * a model that had not seen it nor a duplicate of it; no other data is looked at.
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

  /** Trains on {@code rows}, which hold every class at least once a fold. */
  public Result train(List<LabelledText> rows) {
    progress.accept("features rows=" + rows.size());
    List<FeatureHashes> features = hash(rows);
    int[] truth = rows.stream().mapToInt(LabelledText::label).toArray();
    double[][] crossFitted = crossFit(features, truth, folds(rows));
    Calibration calibration = Calibration.fit(crossFitted, truth);
    double[] offsets = DecisionOffsets.search(crossFitted, truth);
    double macroF1 = DecisionOffsets.macroF1(crossFitted, truth, offsets);
    progress.accept("cross-fitted macro_f1=%.4f".formatted(macroF1));
    Vocabulary vocabulary = gather(features);
    progress.accept("final fit features=" + vocabulary.size());
    SoftmaxRegression.Fit fit = fit(vocabulary, features, truth);
    return new Result(
        weights(vocabulary, fit, calibration, offsets), vocabulary.size(), macroF1);
  }

  private static List<FeatureHashes> hash(List<LabelledText> rows) {
    FeatureHasher hasher = new FeatureHasher();
    List<FeatureHashes> features = new ArrayList<>(rows.size());
    for (LabelledText row : rows) {
      FeatureHashes hashes = new FeatureHashes();
      hasher.hash(Normalizer.standard().normalize(row.text()).text(), hashes);
      features.add(hashes);
    }
    return features;
  }

  /** Returns the fold of every row; duplicates share theirs. */
  private int[] folds(List<LabelledText> rows) {
    int[] folds = new int[rows.size()];
    for (int i = 0; i < folds.length; i++) {
      long mixed = (SplitCheck.key(rows.get(i).text()).hashCode() + settings.seed()) * 0x9E3779B97F4A7C15L;
      folds[i] = (int) Long.remainderUnsigned(mixed ^ (mixed >>> 32), settings.folds());
    }
    return folds;
  }

  private double[][] crossFit(List<FeatureHashes> features, int[] truth, int[] folds) {
    double[][] scores = new double[truth.length][];
    for (int fold = 0; fold < settings.folds(); fold++) {
      progress.accept("cross-fitting fold=%d of=%d".formatted(fold + 1, settings.folds()));
      List<FeatureHashes> kept = new ArrayList<>();
      int[] keptTruth = new int[truth.length];
      for (int i = 0; i < truth.length; i++) {
        if (folds[i] != fold) {
          keptTruth[kept.size()] = truth[i];
          kept.add(features.get(i));
        }
      }
      Vocabulary vocabulary = gather(kept);
      SoftmaxRegression.Fit fit =
          fit(vocabulary, kept, Arrays.copyOf(keptTruth, kept.size()));
      LinearScorer scorer =
          new LinearScorer(
              weights(vocabulary, fit, new Calibration(1, new double[3]), new double[3]));
      for (int i = 0; i < truth.length; i++) {
        if (folds[i] == fold) {
          scores[i] = scorer.score(features.get(i));
        }
      }
    }
    return scores;
  }

  private Vocabulary gather(List<FeatureHashes> features) {
    return Vocabulary.gather(
        features, settings.minDocuments().stream().mapToInt(Integer::intValue).toArray());
  }

  private SoftmaxRegression.Fit fit(
      Vocabulary vocabulary, List<FeatureHashes> features, int[] truth) {
    float[] viewWeights = new float[settings.viewWeights().size()];
    for (int i = 0; i < viewWeights.length; i++) {
      viewWeights[i] = settings.viewWeights().get(i);
    }
    SparseRows rows = vocabulary.vectorize(features, viewWeights);
    double[][] targets = new double[truth.length][LABELS.size()];
    for (int i = 0; i < truth.length; i++) {
      targets[i][truth[i]] = 1;
    }
    double[] rowWeights = new double[truth.length];
    Arrays.fill(rowWeights, 1);
    return SoftmaxRegression.fit(
        rows,
        targets,
        rowWeights,
        settings.penalty(),
        settings.tolerance(),
        settings.maxIterations());
  }

  private LinearWeights weights(
      Vocabulary vocabulary, SoftmaxRegression.Fit fit, Calibration calibration, double[] offsets) {
    FeatureTable table =
        FeatureTable.build(vocabulary.hashes(), vocabulary.inverseFrequencies(), fit.weights());
    return new LinearWeights(
        LABELS,
        settings.viewWeights(),
        relative(fit.biases()),
        calibration.temperature(),
        list(calibration.shifts()),
        list(offsets),
        table);
  }

  /** Returns the biases with that of the first class at 0, as the weights are. */
  private static List<Double> relative(double[] biases) {
    return Arrays.stream(biases).mapToObj(bias -> bias - biases[0]).toList();
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
