package chatwarden.mlops.stagetwo;

import chatwarden.mlops.evaluation.Estimate;
import chatwarden.mlops.run.FittedModel;
import chatwarden.mlops.run.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tagger that was fitted.
 *
 * @param manifest of its version
 * @param summary what it is, for its card: a sentence or two, ending in a full stop
 * @param training how it was fitted, for its card: a line of Markdown each
 * @param settings how it was fitted, for its report, by name
 * @param validated its figures of cross-validation on the training texts, by the names of the
 *     texts; empty where it was not measured
 * @param writer writes its files
 */
public record TaggerModel(
    Manifest manifest,
    String summary,
    List<String> training,
    Map<String, String> settings,
    Map<String, Estimate> validated,
    WeightWriter writer)
    implements FittedModel {

  /** Copies list and maps. */
  public TaggerModel {
    training = List.copyOf(training);
    settings = new LinkedHashMap<>(settings);
    validated = new LinkedHashMap<>(validated);
  }

  /** Writes weights. */
  @FunctionalInterface
  public interface WeightWriter {
    /** Writes the files of the weights to a folder. */
    void write(Path folder) throws IOException;
  }

  @Override
  public void write(Path folder) throws IOException {
    writer.write(folder);
  }
}
