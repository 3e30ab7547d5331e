package chatwarden.inference.loader;

import chatwarden.inference.onnx.ExternalData;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.transformer.TransformerTagger;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import java.io.IOException;
import java.util.List;

/**
 * Opens models of the format {@code onnx-token-classification}: {@code model.onnx}, {@code
 * tokenizer.json} and {@code config.json} as Hugging Face's tools export them. Setting: {@code
 * threshold}, by default 0.5.
 */
final class TokenClassificationLoader implements ModelLoader<SpanTagger> {

  @Override
  public String format() {
    return "onnx-token-classification";
  }

  @Override
  public SpanTagger open(ModelFiles files) throws IOException {
    ExternalData.requireListed(files::path, "model.onnx");
    return TransformerTagger.open(
        files.path("model.onnx"),
        files.path("tokenizer.json"),
        files.path("config.json"),
        NumberSetting.of(files.manifest(), "threshold", 0.5, 1));
  }

  @Override
  public void warm(SpanTagger model, List<String> texts) {
    model.tag(texts);
  }
}
