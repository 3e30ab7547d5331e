package chatwarden.mlops.baseline;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.linear.WordScores;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.evaluation.MacroF1;
import chatwarden.mlops.study.Search;
import chatwarden.mlops.study.SearchPlan;
import chatwarden.mlops.study.Study;
import chatwarden.mlops.study.StudyKey;
import chatwarden.text.Normalizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The classic baseline: hand-made features and a vote of k nearest neighbours, a decision tree, a
 * random forest and AdaBoost. It is scored beside a model, so that a reader sees what the model
 * gains; it is never served.
 *
 * <p>The same texts and settings give the same figures.
 */
public final class ClassicBaseline {
  private final List<String> labels;
  private final Function<String, WordScores> scores;
  private final int folds;
  private final long seed;
  private final Consumer<String> progress;

  /**
   * A baseline.
   *
   * @param labels the classes
   * @param scores how often each word is marked as offensive, without what the text whose
   *     normalised form is given adds to that
   * @param folds how many parts a search uses
   * @param seed where all randomness starts
   * @param progress is told line by line what goes on
   */
  public ClassicBaseline(
      List<String> labels,
      Function<String, WordScores> scores,
      int folds,
      long seed,
      Consumer<String> progress) {
    this.labels = List.copyOf(labels);
    this.scores = requireNonNull(scores, "scores");
    this.folds = folds;
    this.seed = seed;
    this.progress = requireNonNull(progress, "progress");
  }

  /**
   * How settings of each learner are searched for.
   *
   * @param plan how a search goes; each has one worker, as Smile's random numbers are of a thread
   * @param journal the file of the trials, a study for each learner
   * @param fingerprint distinguishes searches by data and seed
   */
  public record Tuning(SearchPlan plan, Path journal, String fingerprint) {}

  /**
   * Trains on {@code train} and answers for {@code development}.
   *
   * @param foldOf the fold of each row of {@code train}
   */
  public BaselineOutcome run(
      List<LabelledText> train, int[] foldOf, List<LabelledText> development, Tuning tuning)
      throws IOException {
    progress.accept("baseline features=%d".formatted(HandmadeFeatures.NAMES.size()));
    FeatureRows raw = rows(train);
    Standardization scale = Standardization.of(raw.features());
    FeatureRows rows = scale.of(raw);
    FeatureRows judged = scale.of(rows(development));
    List<BaselineOutcome.Member> members = new ArrayList<>();
    List<double[][]> said = new ArrayList<>();
    for (Learner learner : Learner.values()) {
      SortedMap<String, Double> settings = settings(learner, rows, foldOf, tuning);
      progress.accept("baseline learner=%s %s".formatted(learner.title(), settings));
      Learner.Judge judge = learner.learn(rows, labels.size(), settings, seed);
      double[][] answers = answers(judge, judged);
      said.add(answers);
      members.add(
          new BaselineOutcome.Member(learner.title(), settings, evaluation(answers, judged)));
    }
    List<ClassProbabilities> vote = Vote.of(labels, said);
    return new BaselineOutcome(members, Evaluation.of(vote, judged.classes(), seed), vote);
  }

  private FeatureRows rows(List<LabelledText> texts) {
    return new FeatureRows(
        texts.stream()
            .map(text -> HandmadeFeatures.of(text.text(), scores.apply(normalized(text))))
            .toArray(double[][]::new),
        texts.stream().mapToInt(LabelledText::label).toArray());
  }

  private static String normalized(LabelledText text) {
    return Normalizer.standard().normalize(text.text()).text();
  }

  private SortedMap<String, Double> settings(
      Learner learner, FeatureRows rows, int[] foldOf, Tuning tuning) throws IOException {
    if (tuning.plan().trials() == 1) {
      return learner.standard();
    }
    String content = tuning.fingerprint() + " " + learner.space();
    StudyKey key =
        StudyKey.of("baseline-" + learner.name().toLowerCase(Locale.ROOT), content, "1 - macro-F1");
    return new Search(tuning.plan().withOneWorker(), learner.standard(), folds, seed, progress)
        .run(
            (settings, fold) -> loss(learner, rows, foldOf, settings, fold),
            Study.open(tuning.journal(), key, learner.space()))
        .parameters();
  }

  /** One less the macro-F1 on the fold. */
  private double loss(
      Learner learner,
      FeatureRows rows,
      int[] foldOf,
      SortedMap<String, Double> settings,
      int fold) {
    FeatureRows kept = rows.at(places(foldOf, i -> i != fold));
    FeatureRows left = rows.at(places(foldOf, i -> i == fold));
    double[][] answers = answers(learner.learn(kept, labels.size(), settings, seed), left);
    int[] given = IntStream.range(0, answers.length).map(i -> Vote.highest(answers[i])).toArray();
    return 1 - MacroF1.of(MacroF1.confusion(given, left.classes(), labels.size()));
  }

  private static int[] places(int[] foldOf, java.util.function.IntPredicate wanted) {
    return IntStream.range(0, foldOf.length).filter(i -> wanted.test(foldOf[i])).toArray();
  }

  private static double[][] answers(Learner.Judge judge, FeatureRows rows) {
    double[][] answers = new double[rows.size()][];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = judge.probabilities(rows.features()[i]);
    }
    return answers;
  }

  private Evaluation evaluation(double[][] answers, FeatureRows rows) {
    return Evaluation.of(Vote.of(labels, List.<double[][]>of(answers)), rows.classes(), seed);
  }
}
