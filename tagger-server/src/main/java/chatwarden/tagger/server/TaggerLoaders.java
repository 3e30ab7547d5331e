package chatwarden.tagger.server;

import chatwarden.serving.repository.ModelLoader;
import chatwarden.tagger.model.SpanTagger;
import java.util.List;

/** How the models of stage 2 are opened. */
public final class TaggerLoaders {

  private TaggerLoaders() {}

  /** A loader for every format of stage 2. */
  public static List<ModelLoader<SpanTagger>> all() {
    return List.of(new CrfLoader(), new NeuralLoader(), new TransformerLoader());
  }
}
