package chatwarden.mlops.stagetwo;

import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.crf.CrfWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Three-fold cross-validation on the training set, which chooses the odds of a clean text. Equal
 * texts stay in one fold.
 */
final class CrossValidation {

  /** The share of comments of a live chat that bear spans. */
  private static final double CHAT_SHARE = 0.17;

  private static final double[] ODDS = {
    0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.85, 1, 1.2, 1.45, 1.75, 2.1, 2.5, 3
  };

  private final CrfTraining training;
  private final boolean chatLike;
  private final long seed;
  private final Consumer<String> progress;

  /**
   * What came out.
   *
   * @param cleanOdds the odds with the highest F1 on the set as it is, taken twice, and, if the set
   *     has a chat's clean texts, on one with as many bearing texts as a live chat has, taken once:
   *     most of what reaches a tagger was flagged before
   * @param figures how the models of the folds do with these odds on the texts they did not see
   */
  record Outcome(double cleanOdds, SpanMetrics figures) {}

  /**
   * @param chatLike whether the clean texts of the set are such as a chat has
   */
  CrossValidation(CrfTraining training, boolean chatLike, long seed, Consumer<String> progress) {
    this.training = training;
    this.chatLike = chatLike;
    this.seed = seed;
    this.progress = progress;
  }

  Outcome run(List<SpanLabelledText> texts) {
    List<AnnotatedText> order = new ArrayList<>();
    int[] folds = Folds.of(texts, seed);
    double[][] scores = new double[ODDS.length][texts.size()];
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      List<SpanLabelledText> seen = new ArrayList<>();
      List<AnnotatedText> unseen = new ArrayList<>();
      for (int i = 0; i < folds.length; i++) {
        if (folds[i] == fold) {
          unseen.add(texts.get(i).source());
        } else {
          seen.add(texts.get(i));
        }
      }
      CrfWeights weights = training.fit(seen);
      for (int o = 0; o < ODDS.length; o++) {
        try (CrfTagger tagger = CrfTagger.of(weights.withCleanOdds(ODDS[o]))) {
          double[] part = SpanFigures.scores(tagger, unseen);
          System.arraycopy(part, 0, scores[o], order.size(), part.length);
        }
      }
      order.addAll(unseen);
      progress.accept("validated fold=" + (fold + 1) + " of " + Folds.COUNT);
    }
    return best(order, scores);
  }

  private Outcome best(List<AnnotatedText> texts, double[][] scores) {
    Outcome best = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (int o = 0; o < ODDS.length; o++) {
      SpanMetrics figures = SpanMetrics.of(texts, scores[o], seed);
      double worth = 2 * figures.all().mean() + (chatLike ? figures.allAt(CHAT_SHARE) : 0);
      progress.accept(
          "validated clean-odds="
              + ODDS[o]
              + " all="
              + figures.all().mean()
              + " bearing="
              + figures.bearing().mean()
              + " chat="
              + figures.allAt(CHAT_SHARE));
      if (best == null || worth > highest) {
        highest = worth;
        best = new Outcome(ODDS[o], figures);
      }
    }
    if (best == null) {
      throw new IllegalStateException("no odds to choose from: a bug");
    }
    return best;
  }
}
