package chatwarden.mlops.run;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.journal.RunEvent;
import chatwarden.mlops.journal.RunJournal;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One training: data → features → fit → evaluate → gate → card → version. The model is written with
 * its {@code model.yaml}, opened as a server would, measured on the development split and compared
 * with the version before. Only a version that passes the gate gets its place among the versions
 * that are served; another stays aside in {@code <name>/.refused-<version>}. Both have a {@code
 * MODEL_CARD.md} and a {@code report.html}.
 *
 * <p>A run that was stopped goes on from its unfinished work in {@code <name>/.training-<version>}.
 * The same data, recipe and code give the same files, byte by byte; files that a version has
 * already make no new one. Every step is in the {@linkplain RunJournal journal} of the run.
 */
public final class TrainingRun<D, F, M extends FittedModel, E> {
  private final VersionTarget target;
  private final TrainingRecipe<D, F, M, E> recipe;
  private final Consumer<String> progress;
  private final RunContext context;

  /** A run that is observed by no part of this process. */
  public TrainingRun(
      VersionTarget target, TrainingRecipe<D, F, M, E> recipe, Consumer<String> progress) {
    this(target, recipe, progress, RunContext.unobserved());
  }

  /**
   * A run.
   *
   * @param progress takes a line for each step, on the thread of the run
   */
  public TrainingRun(
      VersionTarget target,
      TrainingRecipe<D, F, M, E> recipe,
      Consumer<String> progress,
      RunContext context) {
    this.target = requireNonNull(target, "target");
    this.recipe = requireNonNull(recipe, "recipe");
    this.progress = requireNonNull(progress, "progress");
    this.context = requireNonNull(context, "context");
  }

  /**
   * Does all steps on the thread that calls it.
   *
   * @throws InvalidInputException if the data is missing or malformed, or the version is there
   * @throws IOException if data cannot be read or the version cannot be written
   */
  public TrainingOutcome<D, M, E> run() throws IOException {
    if (Files.exists(target.folder())) {
      throw InvalidInputException.of("--version-number", target.folder() + " is there already");
    }
    RunLog log = RunLog.begin(target, recipe.parameters(), context);
    try {
      TrainingOutcome<D, M, E> outcome = train(log);
      log.note(time -> new RunEvent.Ended("", time));
      return outcome;
    } catch (IOException | RuntimeException e) {
      log.note(time -> new RunEvent.Ended(FaultWords.of(e), time));
      throw e;
    }
  }

  private TrainingOutcome<D, M, E> train(RunLog log) throws IOException {
    D data = recipe.data();
    RunEvent read = new RunEvent.ReadData(recipe.files(data));
    log.note(_ -> read);
    Path work = Files.createDirectories(target.work());
    F features = recipe.features(data, work);
    M model = recipe.fit(data, features, work);
    for (RunEvent.Tried trial : recipe.trials(model)) {
      log.note(_ -> trial);
    }
    Path aside = target.aside();
    VersionFolder.write(aside, target, model);
    Optional<Path> same = target.sameAs(aside);
    TrainingOutcome<D, M, E> outcome =
        same.isPresent() ? repeated(same.get(), data, model) : compared(aside, data, model);
    log.note(time -> new RunEvent.Measured(recipe.metrics(outcome.figures()), time));
    if (same.isPresent()) {
      log.note(time -> new RunEvent.Repeated(VersionTarget.nameOf(same.get()), time));
    } else {
      Files.writeString(aside.resolve(VersionFolder.CARD), recipe.card(target, outcome));
      Files.writeString(aside.resolve(VersionFolder.REPORT), recipe.report(target, outcome));
      log.wrote(
          aside,
          outcome.accepted() ? target.folder() : aside,
          target,
          outcome.accepted(),
          outcome.gate().map(GateResult::facts).orElse(Map.of()));
    }
    return placed(outcome);
  }

  /** Moves the version to its place; what is not served leaves no unfinished work either. */
  private TrainingOutcome<D, M, E> placed(TrainingOutcome<D, M, E> outcome) throws IOException {
    Folders.delete(target.work());
    if (outcome.repeated()) {
      Folders.delete(target.aside());
      return outcome;
    }
    if (!outcome.accepted()) {
      return outcome;
    }
    Files.move(target.aside(), target.folder());
    return outcome.in(target.folder());
  }

  private TrainingOutcome<D, M, E> repeated(Path same, D data, M model) throws IOException {
    progress.accept("evaluating version=" + VersionTarget.nameOf(same));
    return new TrainingOutcome<>(
        same, data, model, recipe.evaluate(same, data), Optional.empty(), true);
  }

  private TrainingOutcome<D, M, E> compared(Path aside, D data, M model) throws IOException {
    progress.accept("evaluating version=" + target.version());
    E figures = recipe.evaluate(aside, data);
    return new TrainingOutcome<>(aside, data, model, figures, gate(data, figures), false);
  }

  private Optional<GateResult<E>> gate(D data, E candidate) throws IOException {
    Optional<Path> before = target.before();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    String version = VersionTarget.nameOf(before.get());
    progress.accept("evaluating version=" + version);
    E figures = recipe.evaluate(before.get(), data);
    return Optional.of(
        new GateResult<>(
            version,
            figures,
            recipe.compare(candidate, figures, data),
            ErrorRise.of(recipe.errors(figures), recipe.errors(candidate))));
  }
}
