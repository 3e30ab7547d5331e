package chatwarden.mlops.stageone;

import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.baseline.BaselineOutcome;
import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.run.FittedModel;
import chatwarden.mlops.run.Manifest;
import chatwarden.mlops.search.Trial;
import chatwarden.repository.ModelUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A classifier that was fitted, with what came before it.
 *
 * @param trained the weights
 * @param set the data set that it was trained on
 * @param usage the use that its data allows
 * @param settings the settings that the search chose
 * @param trials the trials of the search that ended, of all its workers; none without a search
 * @param baseline the classic baseline on the same texts; empty where none was asked for
 */
public record StageOneModel(
    TrainedModel trained,
    DataSet set,
    ModelUsage usage,
    StageOneSettings settings,
    List<Trial> trials,
    Optional<BaselineOutcome> baseline)
    implements FittedModel {

  /** Copies the trials. */
  public StageOneModel {
    trials = List.copyOf(trials);
  }

  @Override
  public Manifest manifest() {
    return new Manifest(
        ClassifierLoaders.TASK,
        trained.format(),
        set.language(),
        StageOneTraining.LABELS,
        Map.of(),
        set.warmup(),
        usage);
  }

  @Override
  public void write(Path folder) throws IOException {
    trained.writer().write(folder.resolve(trained.file()));
  }
}
