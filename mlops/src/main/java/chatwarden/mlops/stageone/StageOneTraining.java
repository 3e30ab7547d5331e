package chatwarden.mlops.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.FeatureTable;
import chatwarden.inference.linear.Lexicon;
import chatwarden.inference.linear.LinearScorer;
import chatwarden.inference.linear.LinearWeights;
import chatwarden.inference.linear.WordScores;
import chatwarden.mlops.data.JudgedSentences;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.data.MarkedText;
import chatwarden.mlops.data.TaughtText;
import chatwarden.mlops.linear.SoftmaxRegression;
import chatwarden.mlops.linear.SparseRows;
import chatwarden.mlops.linear.Vocabulary;
import chatwarden.mlops.patterns.PatternFit;
import chatwarden.mlops.patterns.Spellings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Trains a linear stage 1 model and the patterns beside it: features → cross-fitted scores →
 * calibration and decision offsets → the final fit on everything. Calibration and offsets are
 * fitted on scores that each text got from a model that had not seen it nor a duplicate of it; no
 * other data is looked at.
 *
 * <p>The same texts and settings give the same weights, bit for bit. One run at a time on an
 * instance.
 */
public final class StageOneTraining {
  /** The classes, in the order of their indices. */
  public static final List<String> LABELS = ClassProbabilities.OWN_LABELS;

  /**
   * In how many taught texts a feature must be that labelled ones lack, for each view: there are
   * many such texts, and a rare feature of them is worth little.
   */
  private static final int[] MIN_TAUGHT = {12, 40, 12, 40, 40};

  private final StageOneSettings settings;
  private final double taughtWeight;
  private final Consumer<String> progress;

  /**
   * A pipeline.
   *
   * @param settings how to train
   * @param taughtWeight how much a taught text counts beside a labelled one
   * @param progress is told in a line what begins or what came out, on the training thread
   */
  public StageOneTraining(
      StageOneSettings settings, double taughtWeight, Consumer<String> progress) {
    this.settings = requireNonNull(settings, "settings");
    this.taughtWeight = taughtWeight;
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
    return train(prepare(rows, marked, List.of(), settings.copyWeight() > 0));
  }

  /** Texts turned into features, for any number of fits. */
  public record Prepared(TrainingSet set, SpanLexicon spans, Lexicon lexicon, Taught taught) {}

  /** The features of the taught texts, and their probabilities. */
  public record Taught(List<FeatureHashes> features, List<TaughtText> texts) {

    static Taught of(List<TaughtText> texts, WordScores scores) {
      FeatureHasher hasher = new FeatureHasher(scores);
      FeatureHashes hashes = new FeatureHashes();
      List<FeatureHashes> features = new ArrayList<>(texts.size());
      for (TaughtText text : texts) {
        hasher.hash(TrainingSet.normalize(text.text()), hashes);
        features.add(hashes.compact());
      }
      return new Taught(features, texts);
    }
  }

  /** Makes the features once; {@code withCopies} if any settings to be tried weigh copies. */
  Prepared prepare(
      List<LabelledText> rows,
      List<MarkedText> marked,
      List<TaughtText> taught,
      boolean withCopies) {
    List<JudgedSentences.Sentence> sentences =
        settings.weighsSentences() ? sentences(marked) : List.of();
    progress.accept(
        "features rows=%d taught=%d marked=%d sentences=%d"
            .formatted(rows.size(), taught.size(), marked.size(), sentences.size()));
    SpanLexicon spans =
        SpanLexicon.of(
            marked, rows.stream().map(row -> TrainingSet.normalize(row.text())).toList());
    Lexicon lexicon = spans.toLexicon();
    return new Prepared(
        TrainingSet.of(rows, sentences, spans, settings, withCopies),
        spans,
        lexicon,
        Taught.of(taught, lexicon));
  }

  private static List<JudgedSentences.Sentence> sentences(List<MarkedText> marked) {
    int clean = LABELS.indexOf("CLEAN");
    int offensive = LABELS.indexOf("OFFENSIVE");
    return new JudgedSentences(clean, offensive, Locale.ENGLISH).of(marked);
  }

  Result train(Prepared prepared) {
    TrainingSet set = prepared.set();
    double[][] crossFitted = new double[set.labelled()][];
    for (int fold = 0; fold < settings.folds(); fold++) {
      progress.accept("cross-fitting fold=%d of=%d".formatted(fold + 1, settings.folds()));
      crossFit(prepared, fold, crossFitted);
    }
    int[] truth = Arrays.copyOf(set.truth(), set.labelled());
    Calibration calibration = Calibration.fit(crossFitted, truth);
    double[] offsets = DecisionOffsets.search(crossFitted, truth, calibration);
    double macroF1 = DecisionOffsets.macroF1(crossFitted, truth, offsets);
    progress.accept(
        String.format(
            Locale.ROOT,
            "cross-fitted macro_f1=%.4f log_loss=%.4f",
            macroF1,
            calibration.logLoss(crossFitted, truth)));
    TrainingSet.Part whole = set.whole(settings);
    Vocabulary vocabulary = gather(whole, prepared.taught());
    progress.accept("final fit features=" + vocabulary.size());
    SoftmaxRegression.Fit fit = fit(vocabulary, whole, prepared.taught());
    PatternFit.Learned patterns = patterns(whole, set.spellings());
    return new Result(
        weights(vocabulary, fit, patterns, calibration, offsets, prepared.lexicon()),
        vocabulary.size(),
        macroF1);
  }

  /** Returns the mean log loss of the texts in {@code fold}, scored by a fit without them. */
  double foldLoss(Prepared prepared, int fold) {
    TrainingSet set = prepared.set();
    double[][] scores = new double[set.labelled()][];
    crossFit(prepared, fold, scores);
    double loss = 0;
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (set.folds()[i] == fold) {
        double own = scores[i][set.truth()[i]];
        loss += SoftmaxRegression.softmax(scores[i]) - own;
        count++;
      }
    }
    return loss / Math.max(1, count);
  }

  private void crossFit(Prepared prepared, int fold, double[][] scores) {
    TrainingSet set = prepared.set();
    TrainingSet.Part kept = set.without(fold, settings);
    Vocabulary vocabulary = gather(kept, prepared.taught());
    SoftmaxRegression.Fit fit = fit(vocabulary, kept, prepared.taught());
    LinearScorer scorer =
        new LinearScorer(
            weights(
                vocabulary,
                fit,
                patterns(kept, set.spellings()),
                Calibration.NONE,
                new double[3],
                prepared.lexicon()));
    for (int i = 0; i < scores.length; i++) {
      if (set.folds()[i] == fold) {
        scores[i] = scorer.score(set.features().get(i));
      }
    }
  }

  /** Counts originals only: copies would make every word look frequent. */
  private Vocabulary gather(TrainingSet.Part set, Taught taught) {
    return Vocabulary.gather(
        set.features().subList(0, set.originals()),
        settings.minDocuments().stream().mapToInt(Integer::intValue).toArray(),
        taught.features(),
        MIN_TAUGHT);
  }

  private SoftmaxRegression.Fit fit(Vocabulary vocabulary, TrainingSet.Part set, Taught taught) {
    float[] viewWeights = new float[settings.viewWeights().size()];
    for (int i = 0; i < viewWeights.length; i++) {
      viewWeights[i] = settings.viewWeights().get(i);
    }
    List<FeatureHashes> features = new ArrayList<>(set.features());
    features.addAll(taught.features());
    SparseRows rows = vocabulary.vectorize(features, viewWeights);
    int labelled = set.truth().length;
    double[][] targets = new double[features.size()][LABELS.size()];
    double[] rowWeights = Arrays.copyOf(set.rowWeights(), features.size());
    for (int i = 0; i < labelled; i++) {
      targets[i][set.truth()[i]] = 1;
    }
    for (int i = labelled; i < targets.length; i++) {
      List<Double> probabilities = taught.texts().get(i - labelled).probabilities();
      targets[i] = probabilities.stream().mapToDouble(Double::doubleValue).toArray();
      rowWeights[i] = taughtWeight;
    }
    return SoftmaxRegression.fit(
        rows,
        targets,
        rowWeights,
        settings.penalty(),
        settings.tolerance(),
        settings.maxIterations());
  }

  /** Learns from originals only: a copy would teach its words as they are not written. */
  private PatternFit.Learned patterns(TrainingSet.Part set, Spellings spellings) {
    int originals = set.originals();
    return new PatternFit(settings.patterns(), LABELS.size(), settings.seed())
        .fit(
            set.features().subList(0, originals),
            Arrays.copyOf(set.truth(), originals),
            Arrays.copyOf(set.rowWeights(), originals),
            spellings);
  }

  private LinearWeights weights(
      Vocabulary vocabulary,
      SoftmaxRegression.Fit fit,
      PatternFit.Learned patterns,
      Calibration calibration,
      double[] offsets,
      Lexicon lexicon) {
    FeatureTable table =
        FeatureTable.build(vocabulary.hashes(), vocabulary.inverseFrequencies(), fit.weights());
    return new LinearWeights(
        LABELS,
        settings.viewWeights(),
        biases(fit, patterns),
        calibration.temperature(),
        list(calibration.shifts()),
        list(offsets),
        table,
        lexicon,
        patterns.patterns());
  }

  /** Returns the biases with that of the first class at 0, as the weights are. */
  private static List<Double> biases(SoftmaxRegression.Fit fit, PatternFit.Learned patterns) {
    double[] biases = patterns.biases().clone();
    for (int k = 0; k < biases.length; k++) {
      biases[k] += fit.biases()[k] - fit.biases()[0];
    }
    return list(biases);
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
