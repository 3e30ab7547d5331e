package chatwarden.mlops.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.baseline.BaselineOutcome;
import chatwarden.mlops.baseline.ClassicBaseline;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.evaluation.PairedTest;
import chatwarden.mlops.journal.DataFile;
import chatwarden.mlops.journal.RunEvent;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.TrainingRecipe;
import chatwarden.mlops.run.VersionTarget;
import chatwarden.mlops.search.Trial;
import chatwarden.mlops.study.Search;
import chatwarden.mlops.study.Study;
import chatwarden.mlops.study.StudyKey;
import chatwarden.mlops.subword.SubwordSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a classifier: searches for settings, fits with the best, and compares by macro-F1. The
 * trials of the search are kept in a journal, from which a stopped search goes on.
 */
public final class StageOneRecipe
    implements TrainingRecipe<
        StageOneData, StageOneTraining.Prepared, StageOneModel, StageOneFigures> {
  private final StageOnePlan plan;
  private final Consumer<String> progress;

  /**
   * A recipe.
   *
   * @param progress takes a line for each step
   */
  public StageOneRecipe(StageOnePlan plan, Consumer<String> progress) {
    this.plan = requireNonNull(plan, "plan");
    this.progress = requireNonNull(progress, "progress");
  }

  @Override
  public StageOneData data() throws IOException {
    return StageOneData.read(plan.data(), plan.set(), plan.teaching(), progress);
  }

  @Override
  public Map<String, String> parameters() {
    return plan.parameters();
  }

  @Override
  public List<DataFile> files(StageOneData data) throws IOException {
    List<DataFile> files = new ArrayList<>(data.files());
    files.addAll(plan.teaching().files(data.taught().size()));
    return files;
  }

  @Override
  public StageOneTraining.Prepared features(StageOneData data, Path work) {
    return training(plan.settings())
        .prepare(
            data.check().rows(),
            data.marked(),
            data.taught(),
            plan.trials() > 1 || plan.settings().copyWeight() > 0);
  }

  @Override
  public StageOneModel fit(StageOneData data, StageOneTraining.Prepared prepared, Path work)
      throws IOException {
    Found found =
        plan.trials() == 1 ? new Found(plan.settings(), List.of()) : search(data, prepared, work);
    return new StageOneModel(
        train(prepared, found.settings()),
        plan.set(),
        data.usage(),
        found.settings(),
        found.trials(),
        baseline(data, prepared, work));
  }

  @Override
  public List<RunEvent.Tried> trials(StageOneModel model) {
    return TrialEvents.of(model.trials());
  }

  @Override
  public Map<String, Double> metrics(StageOneFigures figures) {
    return figures.metrics();
  }

  @Override
  public StageOneFigures evaluate(Path folder, StageOneData data) throws IOException {
    return gate(data).figures(folder);
  }

  private StageOneGate gate(StageOneData data) {
    return new StageOneGate(data.development().rows(), plan.probes(), plan.settings().seed());
  }

  @Override
  public PairedTest compare(StageOneFigures candidate, StageOneFigures other, StageOneData data) {
    return gate(data).test(candidate.answers(), other.answers());
  }

  @Override
  public Map<String, Double> errors(StageOneFigures figures) {
    return figures.errors();
  }

  @Override
  public String card(
      VersionTarget target, TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> outcome)
      throws IOException {
    return ModelCard.markdown(target, plan, outcome, beside(outcome));
  }

  @Override
  public String report(
      VersionTarget target, TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> outcome) {
    return RunReport.html(target, plan, outcome, beside(outcome));
  }

  /** Returns the comparison with the classic baseline, where it was trained too. */
  public Optional<BaselineComparison> beside(
      TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> outcome) {
    return outcome
        .model()
        .baseline()
        .map(
            known ->
                new BaselineComparison(
                    known,
                    gate(outcome.data()).test(outcome.figures().answers(), known.answers())));
  }

  /** The settings that a search chose, and its trials. */
  private record Found(StageOneSettings settings, List<Trial> trials) {}

  private Found search(StageOneData data, StageOneTraining.Prepared prepared, Path work)
      throws IOException {
    Study study =
        Study.open(
            journal(work),
            StudyKey.of(
                plan.kind().modelName(plan.set().language()), fingerprint(data), "log loss"),
            StageOneSettings.searchSpace());
    StageOneSettings settings = plan.settings();
    Search search =
        new Search(
            plan.search(), settings.parameters(), settings.folds(), settings.seed(), progress);
    Trial best =
        search.run(
            (parameters, fold) -> training(settings.with(parameters)).foldLoss(prepared, fold),
            study);
    return new Found(
        settings.with(best.parameters()), study.trials().stream().filter(Trial::finished).toList());
  }

  private Path journal(Path work) {
    return plan.search().journal().orElse(work.resolve("search.journal"));
  }

  /** One search is another's when data, starting point, space and seed are the same. */
  private String fingerprint(StageOneData data) {
    return String.join(
        " ",
        "search",
        data.train().sha256(),
        data.development().sha256(),
        Integer.toString(data.marked().size()),
        Integer.toString(data.check().rows().size()),
        Integer.toString(data.taught().size()),
        Double.toString(plan.teaching().weight()),
        plan.settings().toString(),
        StageOneSettings.searchSpace().toString());
  }

  private TrainedModel train(StageOneTraining.Prepared prepared, StageOneSettings settings) {
    return switch (plan.kind()) {
      case LINEAR -> TrainedModel.of(training(settings).train(prepared), settings);
      case SUBWORD -> {
        SubwordSettings subword = SubwordSettings.standard();
        yield TrainedModel.of(
            new SubwordTraining(settings, subword, progress).train(prepared.set()),
            settings,
            subword);
      }
    };
  }

  private StageOneTraining training(StageOneSettings settings) {
    return new StageOneTraining(settings, plan.teaching().weight(), progress);
  }

  private Optional<BaselineOutcome> baseline(
      StageOneData data, StageOneTraining.Prepared prepared, Path work) throws IOException {
    if (!plan.baseline()) {
      return Optional.empty();
    }
    StageOneSettings settings = plan.settings();
    ClassicBaseline baseline =
        new ClassicBaseline(
            StageOneTraining.LABELS,
            prepared.spans()::without,
            settings.folds(),
            settings.seed(),
            progress);
    List<LabelledText> rows = data.check().rows();
    return Optional.of(
        baseline.run(
            rows,
            Arrays.copyOf(prepared.set().folds(), rows.size()),
            data.development().rows(),
            new ClassicBaseline.Tuning(plan.search(), journal(work), fingerprint(data))));
  }
}
