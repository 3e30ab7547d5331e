package chatwarden.inference.loader;

import chatwarden.inference.rewriter.Rewriter;
import chatwarden.repository.ModelLoader;
import chatwarden.repository.ModelTask;
import java.util.List;

/** How the models of stage 3 are opened. */
public final class RewriterLoaders {

  /** The task of stage 3, as manifests name it. */
  public static final String TASK = "rewriting";

  private RewriterLoaders() {}

  /** Returns the task of stage 3. */
  public static ModelTask<Rewriter> task() {
    return new ModelTask<>(TASK, all());
  }

  /** Returns a loader for every format of stage 3. */
  public static List<ModelLoader<Rewriter>> all() {
    EditingLoader editing = new EditingLoader(ClassifierLoaders.all(), TaggerLoaders.all());
    return List.of(
        editing,
        new GeneratingLoader("onnx-seq2seq", true, editing),
        new GeneratingLoader("onnx-causal-lm", false, editing));
  }
}
