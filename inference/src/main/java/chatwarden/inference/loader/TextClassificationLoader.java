package chatwarden.inference.loader;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.onnx.ExternalData;
import chatwarden.inference.transformer.TransformerClassifier;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.util.List;

/**
 * Opens models of the format {@code onnx-text-classification}: {@code model.onnx}, {@code
 * tokenizer.json} and {@code config.json} as Hugging Face's tools export them. Setting: {@code
 * labels}, the map of its labels to ours, where they have other names.
 */
final class TextClassificationLoader implements ModelLoader<Classifier> {

  private static final String MODEL = "model.onnx";

  @Override
  public String format() {
    return "onnx-text-classification";
  }

  @Override
  public Classifier open(ModelFiles files) throws IOException {
    ExternalData.requireListed(files::path, MODEL);
    Classifier classifier;
    try {
      classifier =
          TransformerClassifier.open(
              files.path(MODEL),
              files.path("tokenizer.json"),
              files.path("config.json"),
              files.manifest().settings().getOrDefault("labels", ""),
              ManifestLabels.KNOWN);
    } catch (IllegalArgumentException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_BROKEN", files.manifest().id() + ": " + e.getMessage(), e);
    }
    return ManifestLabels.checked(files.manifest(), classifier);
  }

  @Override
  public void warm(Classifier model, List<String> texts) {
    model.classify(texts);
  }
}
