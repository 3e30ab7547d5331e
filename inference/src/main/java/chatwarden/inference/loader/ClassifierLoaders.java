package chatwarden.inference.loader;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.linear.LinearClassifier;
import chatwarden.inference.subword.SubwordClassifier;
import chatwarden.repository.ModelLoader;
import chatwarden.repository.ModelTask;
import java.util.ArrayList;
import java.util.List;

/** How the models of stage 1 are opened. */
public final class ClassifierLoaders {
  /** The task of stage 1, as manifests name it. */
  public static final String TASK = "classification";

  private ClassifierLoaders() {}

  /** Returns the task of stage 1. */
  public static ModelTask<Classifier> task() {
    return new ModelTask<>(TASK, all());
  }

  /** Returns a loader for every format of stage 1. */
  public static List<ModelLoader<Classifier>> all() {
    List<ModelLoader<Classifier>> loaders =
        new ArrayList<>(
            List.of(
                new WeightLoader(
                    "chatwarden-linear", LinearClassifier.WEIGHTS, LinearClassifier::open),
                new WeightLoader(
                    "chatwarden-subword", SubwordClassifier.WEIGHTS, SubwordClassifier::open),
                new TextClassificationLoader(),
                new EncoderLoader()));
    loaders.add(new CascadeLoader(loaders));
    return List.copyOf(loaders);
  }
}
