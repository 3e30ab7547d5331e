package chatwarden.mlops.stagetwo;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.mlops.evaluation.Estimate;
import chatwarden.mlops.evaluation.PairedTest;
import chatwarden.mlops.journal.DataFile;
import chatwarden.mlops.run.Manifest;
import chatwarden.mlops.run.ServedVersion;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.TrainingRecipe;
import chatwarden.mlops.run.VersionTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The steps that all span taggers share. Taggers are compared by the mean F1 of all texts.
 *
 * @param <F> the features
 */
public abstract sealed class SpanRecipe<F>
    implements TrainingRecipe<SpanData, F, TaggerModel, SpanFigures>
    permits CrfRecipe, NetworkRecipe {

  /** The plan of the training. */
  protected final StageTwoPlan plan;

  /** Takes a line for each step. */
  protected final Consumer<String> progress;

  SpanRecipe(StageTwoPlan plan, Consumer<String> progress) {
    this.plan = requireNonNull(plan, "plan");
    this.progress = requireNonNull(progress, "progress");
  }

  @Override
  public final SpanData data() throws IOException {
    return SpanData.read(plan, progress);
  }

  @Override
  public final Map<String, String> parameters() {
    return plan.parameters(kind());
  }

  /** Returns the kind of the model. */
  abstract String kind();

  @Override
  public final List<DataFile> files(SpanData data) {
    return data.files();
  }

  @Override
  public final Map<String, Double> metrics(SpanFigures figures) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    figures
        .metrics()
        .byTexts()
        .forEach((texts, estimate) -> metrics.put("f1 " + texts, estimate.mean()));
    metrics.putAll(errors(figures));
    return metrics;
  }

  @Override
  public final SpanFigures evaluate(Path folder, SpanData data) throws IOException {
    return ServedVersion.with(
        TaggerLoaders.task(),
        folder,
        lease -> SpanFigures.of(lease.model(), data.dev(), plan.seed()));
  }

  @Override
  public final PairedTest compare(SpanFigures candidate, SpanFigures other, SpanData data) {
    return PairedTest.ofMeans(candidate.scoreArray(), other.scoreArray(), plan.seed());
  }

  /** A tagger that marks more of the clean texts is worse for a chat, whatever else it finds. */
  @Override
  public final Map<String, Double> errors(SpanFigures figures) {
    Estimate clean = figures.metrics().clean();
    return clean.count() == 0 ? Map.of() : Map.of("clean texts marked", 1 - clean.mean());
  }

  @Override
  public final String card(
      VersionTarget target, TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome) {
    return TaggerCard.markdown(target, outcome);
  }

  @Override
  public final String report(
      VersionTarget target, TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome) {
    return TaggerReport.html(target, outcome);
  }

  /** Returns the manifest of a tagger of {@code format}. */
  final Manifest manifest(SpanData data, String format, Map<String, String> settings) {
    return new Manifest(
        TaggerLoaders.TASK,
        format,
        plan.set().language(),
        List.of(),
        settings,
        plan.set().warmup(),
        data.usage());
  }
}
