package chatwarden.trainer.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.repository.ModelVersions;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.trainer.baseline.BaselineOutcome;
import chatwarden.trainer.baseline.ClassicBaseline;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.evaluation.Evaluation;
import chatwarden.trainer.evaluation.ObfuscatedSuite;
import chatwarden.trainer.evaluation.PairedTest;
import chatwarden.trainer.search.RandomSearch;
import chatwarden.trainer.search.Trial;
import chatwarden.trainer.search.TrialJournal;
import chatwarden.trainer.subword.SubwordSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One whole run: reads the data, keeps out of training what may not be trained on, searches for
 * settings, trains, opens the model as a server would, evaluates the opened model and compares it
 * with the version before. Only a version that is not worse beyond noise gets its place among the
 * versions that are served; another stays aside in {@code <name>/.refused-<version>}.
 *
 * <p>A run that was stopped goes on with its search where it was, from the journal in {@code
 * <name>/.search-<version>}. The same data, plan and code give the same files, byte by byte.
 */
public final class StageOneRun {
  private final StageOnePlan plan;
  private final Consumer<String> progress;

  /**
   * A run.
   *
   * @param progress is told line by line what goes on
   */
  public StageOneRun(StageOnePlan plan, Consumer<String> progress) {
    this.plan = requireNonNull(plan, "plan");
    this.progress = requireNonNull(progress, "progress");
  }

  /**
   * Does what the plan says.
   *
   * @throws InvalidInputException if the data or the version cannot be as the plan says
   * @throws IOException if data cannot be read or the model cannot be written
   */
  public StageOneOutcome run() throws IOException {
    Path model = plan.models().resolve(plan.name());
    Path place = model.resolve(plan.version());
    if (Files.exists(place)) {
      throw InvalidInputException.of("--version", place + " is there already");
    }
    StageOneData data = StageOneData.read(plan.data(), plan.language(), plan.teaching(), progress);
    Files.createDirectories(model);
    Path journalFile = model.resolve(".search-" + plan.version());
    TrialJournal journal = TrialJournal.open(journalFile, fingerprint(data));
    StageOneTraining.Prepared prepared =
        training(plan.settings())
            .prepare(
                data.check().rows(),
                data.marked(),
                data.taught(),
                plan.trials() > 1 || plan.settings().copyWeight() > 0);
    StageOneSettings settings = search(prepared, journal);
    TrainedModel trained = train(prepared, settings);

    Path aside = model.resolve(".refused-" + plan.version());
    Files.createDirectories(aside);
    ModelDirectory.write(aside, plan, trained);
    StageOneOutcome outcome = judge(aside, data, journal.trials(), baseline(model, prepared, data));
    ModelCard.of(plan, settings, data, trained, outcome).write(aside);
    Files.writeString(aside.resolve("report.html"), RunReport.html(plan, settings, data, outcome));
    Files.delete(journalFile);
    return outcome.accepted() ? moved(outcome, place) : outcome;
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
      Path model, StageOneTraining.Prepared prepared, StageOneData data) throws IOException {
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
            new ClassicBaseline.Search(plan.trials(), model, fingerprint(data))));
  }

  private StageOneOutcome judge(
      Path directory, StageOneData data, List<Trial> trials, Optional<BaselineOutcome> baseline)
      throws IOException {
    List<String> texts = data.development().rows().stream().map(LabelledText::text).toList();
    int[] truth = data.development().rows().stream().mapToInt(LabelledText::label).toArray();
    long seed = plan.settings().seed();
    try (Classifier candidate = TrainedModel.open(directory)) {
      progress.accept("evaluating texts=%d".formatted(texts.size()));
      List<ClassProbabilities> answers = candidate.classify(texts);
      ObfuscatedSuite obfuscated = ObfuscatedSuite.of(candidate, texts, truth);
      Optional<StageOneOutcome.Gate> gate = gate(answers, texts, truth);
      boolean accepted = gate.map(StageOneOutcome.Gate::passed).orElse(true);
      return new StageOneOutcome(
          directory,
          accepted,
          Evaluation.of(answers, truth, seed),
          obfuscated,
          gate,
          baseline.map(
              known -> new StageOneOutcome.Baseline(known, test(answers, known.answers(), truth))),
          trials,
          data.check());
    }
  }

  private Optional<StageOneOutcome.Gate> gate(
      List<ClassProbabilities> candidate, List<String> texts, int[] truth) throws IOException {
    Optional<String> before = ModelVersions.of(plan.models(), plan.name()).newest();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    long seed = plan.settings().seed();
    Path served = plan.models().resolve(plan.name()).resolve(before.get());
    try (Classifier classifier = TrainedModel.open(served)) {
      List<ClassProbabilities> answers = classifier.classify(texts);
      return Optional.of(
          new StageOneOutcome.Gate(
              before.get(), Evaluation.of(answers, truth, seed), test(candidate, answers, truth)));
    }
  }

  private PairedTest test(
      List<ClassProbabilities> candidate, List<ClassProbabilities> other, int[] truth) {
    return PairedTest.of(
        given(candidate),
        given(other),
        truth,
        StageOneTraining.LABELS.size(),
        plan.settings().seed());
  }

  private static int[] given(List<ClassProbabilities> answers) {
    return answers.stream().mapToInt(a -> StageOneTraining.LABELS.indexOf(a.label())).toArray();
  }

  private static StageOneOutcome moved(StageOneOutcome outcome, Path place) throws IOException {
    Files.move(outcome.directory(), place);
    return new StageOneOutcome(
        place,
        true,
        outcome.evaluation(),
        outcome.obfuscated(),
        outcome.gate(),
        outcome.baseline(),
        outcome.trials(),
        outcome.check());
  }
}
