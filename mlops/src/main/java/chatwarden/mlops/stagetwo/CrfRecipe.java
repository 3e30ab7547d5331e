package chatwarden.mlops.stagetwo;

import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.crf.CrfWeights;
import chatwarden.inference.weights.WeightFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains a CRF over hashed features: the weights on all training texts, the odds of a clean text by
 * cross-validation on them.
 */
public final class CrfRecipe extends SpanRecipe<List<SpanLabelledText>> {

  /**
   * A recipe.
   *
   * @param progress takes a line for each step
   */
  public CrfRecipe(StageTwoPlan plan, Consumer<String> progress) {
    super(plan, progress);
  }

  @Override
  String kind() {
    return "crf";
  }

  @Override
  public List<SpanLabelledText> features(SpanData data, Path work) {
    return data.train().stream().map(SpanLabelledText::of).toList();
  }

  @Override
  public TaggerModel fit(SpanData data, List<SpanLabelledText> texts, Path work) {
    CrfTraining training = plan.crf();
    CrossValidation.Outcome validated =
        new CrossValidation(training, plan.set().chatLike(), plan.seed(), progress).run(texts);
    double odds = validated.cleanOdds();
    progress.accept("cross-validated clean-odds=" + odds);
    CrfWeights weights = training.fit(texts).withCleanOdds(odds);
    return new TaggerModel(
        manifest(data, "chatwarden-crf", Map.of()),
        "A linear-chain conditional random field over hashed features of words and characters.",
        List.of(
            "L-BFGS, L2 %s, features seen at least %d times, seed %d; the same data and plan give the same bytes."
                .formatted(training.l2(), training.minCount(), plan.seed()),
            "The odds of a clean text are multiplied by %s. This is chosen by three-fold cross-validation on the train split, for the F1 over all texts%s."
                .formatted(odds, shares()),
            "The shape of the features and the constants were chosen with a look at the development"
                + " split of the shipped models' data, so figures on that split are a little too"
                + " high."),
        Map.of("kind", "crf", "odds of a clean text", Double.toString(odds), "fit", training + ""),
        validated.figures().byTexts(),
        folder -> weights.write(WeightFile.in(folder, CrfTagger.WEIGHTS)));
  }

  private String shares() {
    return plan.set().chatLike()
        ? " at two shares of texts with spans: that of the data set, counted twice, and 17 %,"
            + " that of a live chat"
        : "";
  }
}
