package chatwarden.inference.loader;

import chatwarden.inference.cascade.EncoderClassifier;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.encoder.ChatEncoder;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import java.io.IOException;
import java.util.List;

/**
 * Opens models of the format {@code chatwarden-encoder}: the encoder in ONNX, its tokenizer and
 * facts, and its calibration.
 */
final class EncoderLoader implements ModelLoader<Classifier> {

  @Override
  public String format() {
    return "chatwarden-encoder";
  }

  @Override
  public Classifier open(ModelFiles files) throws IOException {
    List.of(
            ChatEncoder.MODEL,
            ChatEncoder.TOKENIZER,
            ChatEncoder.FACTS,
            EncoderClassifier.CALIBRATION)
        .forEach(files::path);
    return ManifestLabels.checked(files.manifest(), EncoderClassifier.open(files.directory()));
  }

  @Override
  public void warm(Classifier model, List<String> texts) {
    model.classify(texts);
  }
}
