package chatwarden.mlops.run;

import chatwarden.mlops.evaluation.PairedTest;
import chatwarden.mlops.journal.DataFile;
import chatwarden.mlops.journal.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The steps of a training that differ from one kind of model to another. {@link TrainingRun} calls
 * them in the order in which they are listed here, on one thread.
 *
 * @param <D> the data: what may be trained on, and the development split
 * @param <F> the features of the data
 * @param <M> the fitted model
 * @param <E> the figures of a model on the development split
 */
public interface TrainingRecipe<D, F, M extends FittedModel, E> {

  /**
   * Reads the data and leaves out what may not be trained on.
   *
   * @throws chatwarden.runtime.error.InvalidInputException if a file is missing or malformed
   */
  D data() throws IOException;

  /** Returns the settings of the training, by name, for its journal. */
  Map<String, String> parameters();

  /** Returns the files that the data was read from. */
  List<DataFile> files(D data) throws IOException;

  /**
   * Makes the features.
   *
   * @param work a folder for unfinished work; a run that was stopped finds there what it had left
   */
  F features(D data, Path work) throws IOException;

  /**
   * Fits a model, on nothing of the development split.
   *
   * @param work as for {@link #features}
   */
  M fit(D data, F features, Path work) throws IOException;

  /** Returns the trials of the search that chose the model's settings; none without a search. */
  default List<RunEvent.Tried> trials(M model) {
    return List.of();
  }

  /** Opens the version in {@code folder} as a server would, and measures it. */
  E evaluate(Path folder, D data) throws IOException;

  /** Returns figures by name, for the journal. */
  Map<String, Double> metrics(E figures);

  /** Compares a candidate with another model by the figure that decides. */
  PairedTest compare(E candidate, E other, D data);

  /**
   * Returns error rates in [0, 1] by their names; one that is more than two points above that of
   * the version before stops a version.
   */
  Map<String, Double> errors(E figures);

  /** Returns {@code MODEL_CARD.md}. */
  String card(VersionTarget target, TrainingOutcome<D, M, E> outcome) throws IOException;

  /** Returns {@code report.html}. */
  String report(VersionTarget target, TrainingOutcome<D, M, E> outcome);
}
