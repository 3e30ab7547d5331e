package chatwarden.mlops.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.baseline.BaselineOutcome;
import chatwarden.mlops.baseline.ClassicBaseline;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.evaluation.PairedTest;
import chatwarden.mlops.run.ServedVersion;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.TrainingRecipe;
import chatwarden.mlops.run.VersionTarget;
import chatwarden.mlops.search.RandomSearch;
import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialJournal;
import chatwarden.mlops.subword.SubwordSettings;
import java.io.IOException;
import java.nio.file.Path;
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
    TrialJournal journal = TrialJournal.open(work.resolve("search"), fingerprint(data));
    StageOneSettings settings = search(prepared, journal);
    return new StageOneModel(
        train(prepared, settings),
        plan.set(),
        data.usage(),
        settings,
        journal.trials(),
        baseline(data, prepared, work));
  }

  @Override
  public StageOneFigures evaluate(Path folder, StageOneData data) throws IOException {
    return ServedVersion.with(
        ClassifierLoaders.task(),
        folder,
        lease ->
            StageOneFigures.of(
                lease.model(), data.development().rows(), plan.probes(), plan.settings().seed()));
  }

  @Override
  public PairedTest compare(StageOneFigures candidate, StageOneFigures other, StageOneData data) {
    return compare(candidate.answers(), other.answers(), data);
  }

  private PairedTest compare(
      List<ClassProbabilities> candidate, List<ClassProbabilities> other, StageOneData data) {
    int[] truth = data.development().rows().stream().mapToInt(LabelledText::label).toArray();
    return PairedTest.ofLabels(
        given(candidate),
        given(other),
        truth,
        StageOneTraining.LABELS.size(),
        plan.settings().seed());
  }

  private static int[] given(List<ClassProbabilities> answers) {
    return answers.stream().mapToInt(a -> StageOneTraining.LABELS.indexOf(a.label())).toArray();
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
                    known, compare(outcome.figures().answers(), known.answers(), outcome.data())));
  }

  private StageOneSettings search(StageOneTraining.Prepared prepared, TrialJournal journal)
      throws IOException {
    if (plan.trials() == 1) {
      return plan.settings();
    }
    RandomSearch search =
        new RandomSearch(
            StageOneSettings.searchSpace(),
            plan.settings().parameters(),
            plan.settings().folds(),
            plan.settings().seed(),
            progress);
    Trial best =
        search.run(
            (parameters, fold) ->
                training(plan.settings().with(parameters)).foldLoss(prepared, fold),
            plan.trials(),
            journal);
    return plan.settings().with(best.parameters());
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
            new ClassicBaseline.Search(plan.trials(), work, fingerprint(data))));
  }
}
