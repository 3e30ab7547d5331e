package chatwarden.mlops.run;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The outcome of a run.
 *
 * @param directory the folder of the version, or of what was refused
 * @param data the data of the run
 * @param model the model that was fitted
 * @param figures of the model as it was written, on the development split
 * @param gate the comparison with the version before; empty if there is none
 * @param repeated whether a version has the same files already, so that none was written
 */
public record TrainingOutcome<D, M extends FittedModel, E>(
    Path directory, D data, M model, E figures, Optional<GateResult<E>> gate, boolean repeated) {

  /** Returns whether the version passed the gate and so is one that is served. */
  public boolean accepted() {
    return gate.map(GateResult::passed).orElse(true);
  }

  TrainingOutcome<D, M, E> in(Path place) {
    return new TrainingOutcome<>(place, data, model, figures, gate, repeated);
  }
}
