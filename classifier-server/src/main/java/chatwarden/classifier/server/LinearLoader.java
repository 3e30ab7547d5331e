package chatwarden.classifier.server;

import chatwarden.classifier.linear.LinearClassifier;
import chatwarden.classifier.model.Classifier;
import chatwarden.runtime.error.FailedPreconditionException;
import chatwarden.serving.repository.ModelFiles;
import chatwarden.serving.repository.ModelLoader;
import chatwarden.type.v1.Label;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Opens models of the format {@code chatwarden-linear}, whose labels must be those of the API. */
final class LinearLoader implements ModelLoader<Classifier> {

  @Override
  public String format() {
    return "chatwarden-linear";
  }

  @Override
  public Classifier open(ModelFiles files) throws IOException {
    Path weights = files.path(LinearClassifier.WEIGHTS);
    Classifier classifier =
        LinearClassifier.open(Objects.requireNonNull(weights.getParent(), "the model's folder"));
    try {
      checkLabels(files.manifest().labels(), classifier.labels());
      return classifier;
    } catch (RuntimeException e) {
      classifier.close();
      throw e;
    }
  }

  private static void checkLabels(List<String> said, List<String> actual) {
    if (!said.equals(actual)) {
      throw FailedPreconditionException.of(
          "MODEL_BROKEN", "labels: model.yaml says " + said + ", the weights say " + actual);
    }
    List<String> known = Arrays.stream(Label.values()).map(Label::name).toList();
    if (!known.containsAll(actual)) {
      throw FailedPreconditionException.of(
          "MODEL_BROKEN", "labels: " + actual + " (expected: some of " + known + ")");
    }
  }

  @Override
  public void warm(Classifier model, List<String> texts) {
    model.classify(texts);
  }
}
