package chatwarden.inference.loader;

import chatwarden.inference.classifier.Classifier;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Opens models of one format of ours, whose labels must be those of the API. */
final class WeightLoader implements ModelLoader<Classifier> {

  private final String format;
  private final String weightFile;
  private final Opening opening;

  /** Opens the model in a folder. */
  interface Opening {
    Classifier open(Path folder) throws IOException;
  }

  WeightLoader(String format, String weightFile, Opening opening) {
    this.format = format;
    this.weightFile = weightFile;
    this.opening = opening;
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public Classifier open(ModelFiles files) throws IOException {
    Path weights = WeightPaths.of(files, weightFile);
    Classifier classifier =
        opening.open(Objects.requireNonNull(weights.getParent(), "the model's folder"));
    return ManifestLabels.checked(files.manifest(), classifier);
  }

  @Override
  public void warm(Classifier model, List<String> texts) {
    model.classify(texts);
  }
}
