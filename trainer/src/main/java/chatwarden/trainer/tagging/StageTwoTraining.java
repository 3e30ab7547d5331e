package chatwarden.trainer.tagging;

import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.crf.CrfWeights;
import chatwarden.trainer.data.DatasetDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains a span tagger, measures it on the development set and writes it as a version of a model.
 *
 * <p>Everything is fitted on the training set: the weights on all of it, the odds of a clean text
 * on its cross-validation. Training texts that also stand in the development set are left out. The
 * same data and the same plan give the same files, byte by byte. Computes on the thread that calls
 * it.
 */
public final class StageTwoTraining {

  private static final int ITERATIONS = 60;

  private final StageTwoPlan plan;
  private final CrfTraining training;
  private final Consumer<String> progress;

  /**
   * @param progress takes a line for each step
   */
  public StageTwoTraining(StageTwoPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.training = new CrfTraining(plan.minCount(), plan.l2(), ITERATIONS);
    this.progress = progress;
  }

  /**
   * Trains and writes the model.
   *
   * @return the figures on the development set
   * @throws IOException if the data cannot be read or the model cannot be written
   */
  public StageTwoReport run() throws IOException {
    Path folder = plan.data().resolve(plan.source().folder());
    DatasetDescription description = DatasetDescription.in(folder);
    List<AnnotatedText> dev = SpanCorpus.read(folder.resolve("dev.csv"));
    List<AnnotatedText> published = SpanCorpus.read(folder.resolve("train.csv"));
    List<AnnotatedText> train = SpanCorpus.without(published, dev);
    progress.accept(
        "read train="
            + train.size()
            + " left-out="
            + (published.size() - train.size())
            + " dev="
            + dev.size());

    List<SpanLabelledText> labelled = train.stream().map(SpanLabelledText::of).toList();
    CrossValidation validation =
        new CrossValidation(training, plan.source().chatLike(), plan.seed(), progress);
    CrossValidation.Outcome validated = validation.run(labelled);
    progress.accept("cross-validated clean-odds=" + validated.cleanOdds());

    CrfWeights weights = training.fit(labelled).withCleanOdds(validated.cleanOdds());
    TaggerDirectory directory = new TaggerDirectory(plan);
    Path written = directory.writeWeights(weights);
    StageTwoReport report;
    try (CrfTagger served = CrfTagger.open(written)) {
      double[] scores = TaggerEvaluation.scores(served, dev);
      report =
          new StageTwoReport(
              written,
              train.size(),
              published.size() - train.size(),
              validated.cleanOdds(),
              validated.figures(),
              SpanMetrics.of(dev, scores, plan.seed()),
              Unseen.of(train, dev, scores));
    }
    directory.writeManifest();
    directory.writeCard(TaggerCard.of(plan, description, report));
    progress.accept("wrote " + written + " " + report.summary());
    return report;
  }
}
