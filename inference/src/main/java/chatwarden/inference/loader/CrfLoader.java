package chatwarden.inference.loader;

import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Opens models of the format {@code chatwarden-crf}. */
final class CrfLoader implements ModelLoader<SpanTagger> {

  @Override
  public String format() {
    return "chatwarden-crf";
  }

  @Override
  public SpanTagger open(ModelFiles files) throws IOException {
    Path weights = WeightPaths.of(files, CrfTagger.WEIGHTS);
    return CrfTagger.open(Objects.requireNonNull(weights.getParent(), "the model's folder"));
  }

  @Override
  public void warm(SpanTagger model, List<String> texts) {
    model.tag(texts);
  }
}
