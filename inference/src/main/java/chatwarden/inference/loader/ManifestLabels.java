package chatwarden.inference.loader;

import chatwarden.inference.classifier.Classifier;
import chatwarden.repository.ModelManifest;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.type.v1.Label;
import java.util.Arrays;
import java.util.List;

/** Checks the labels of a model against those of its manifest and of the API. */
final class ManifestLabels {

  /** The labels of the API, {@code CLEAN} first. */
  static final List<String> KNOWN =
      Arrays.stream(Label.values())
          .filter(
              label ->
                  label != Label.LABEL_UNSPECIFIED
                      && label != Label.NOT_JUDGED
                      && label != Label.UNRECOGNIZED)
          .map(Label::name)
          .toList();

  private ManifestLabels() {}

  /**
   * Returns the model if the manifest states the labels that it has, in their order; else closes
   * it.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, with both lists
   */
  static Classifier checked(ModelManifest manifest, Classifier model) {
    try {
      check(manifest.labels(), model.labels());
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static void check(List<String> said, List<String> actual) {
    if (!said.equals(actual)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_BROKEN", "labels: model.yaml says " + said + ", the model has " + actual);
    }
    if (!KNOWN.containsAll(actual)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_BROKEN", "labels: " + actual + " (expected: some of " + KNOWN + ")");
    }
  }
}
