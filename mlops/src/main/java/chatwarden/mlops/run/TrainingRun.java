package chatwarden.mlops.run;

import static java.util.Objects.requireNonNull;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The same data, recipe and code give the same files, byte by byte.
 */
public final class TrainingRun<D, F, M extends FittedModel, E> {
  private final VersionTarget target;
  private final TrainingRecipe<D, F, M, E> recipe;
  private final Consumer<String> progress;

  /**
   * A run.
   *
   * @param progress takes a line for each step, on the thread of the run
   */
  public TrainingRun(
      VersionTarget target, TrainingRecipe<D, F, M, E> recipe, Consumer<String> progress) {
    this.target = requireNonNull(target, "target");
    this.recipe = requireNonNull(recipe, "recipe");
    this.progress = requireNonNull(progress, "progress");
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
    D data = recipe.data();
    Path work = Files.createDirectories(target.work());
    F features = recipe.features(data, work);
    M model = recipe.fit(data, features, work);
    Path aside = target.aside();
    VersionFolder.write(aside, target, model);
    progress.accept("evaluating version=" + target.version());
    E figures = recipe.evaluate(aside, data);
    TrainingOutcome<D, M, E> outcome =
        new TrainingOutcome<>(aside, data, model, figures, gate(data, figures));
    Files.writeString(aside.resolve("MODEL_CARD.md"), recipe.card(target, outcome));
    Files.writeString(aside.resolve("report.html"), recipe.report(target, outcome));
    Folders.delete(work);
    if (!outcome.accepted()) {
      return outcome;
    }
    Files.move(aside, target.folder());
    return outcome.in(target.folder());
  }

  private Optional<GateResult<E>> gate(D data, E candidate) throws IOException {
    Optional<Path> before = target.before();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    String version = String.valueOf(before.get().getFileName());
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
