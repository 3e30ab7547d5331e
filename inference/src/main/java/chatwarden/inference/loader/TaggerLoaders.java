package chatwarden.inference.loader;

import chatwarden.inference.tagger.SpanTagger;
import chatwarden.repository.ModelLoader;
import chatwarden.repository.ModelTask;
import java.util.ArrayList;
import java.util.List;

/** How the models of stage 2 are opened. */
public final class TaggerLoaders {

  /** The task of stage 2, as manifests name it. */
  public static final String TASK = "span-tagging";

  private TaggerLoaders() {}

  /** Returns the task of stage 2. */
  public static ModelTask<SpanTagger> task() {
    return new ModelTask<>(TASK, all());
  }

  /** A loader for every format of stage 2. */
  public static List<ModelLoader<SpanTagger>> all() {
    List<ModelLoader<SpanTagger>> loaders =
        new ArrayList<>(
            List.of(new CrfLoader(), new NeuralLoader(), new TokenClassificationLoader()));
    loaders.add(new GatedLoader(loaders));
    return List.copyOf(loaders);
  }
}
