package chatwarden.inference.loader;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.edit.EditingRewriter;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLoader;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens models of the format {@code chatwarden-rewriter}: {@code rewriter.onnx}, {@code
 * tokenizer.json} and {@code rewriter.json}; {@code tiers} lists a model of stage 1 and one of
 * stage 2.
 */
final class EditingLoader implements ModelLoader<Rewriter> {

  private final List<ModelLoader<Classifier>> classifiers;
  private final List<ModelLoader<SpanTagger>> taggers;

  EditingLoader(List<ModelLoader<Classifier>> classifiers, List<ModelLoader<SpanTagger>> taggers) {
    this.classifiers = List.copyOf(classifiers);
    this.taggers = List.copyOf(taggers);
  }

  @Override
  public String format() {
    return "chatwarden-rewriter";
  }

  @Override
  public EditingRewriter open(ModelFiles files) throws Exception {
    EditingRewriter.FILES.forEach(files::path);
    Classifier judge = null;
    SpanTagger tagger = null;
    try {
      for (ModelId id : files.manifest().tiers()) {
        ModelFiles tier = files.tier(id);
        if (judge == null && tier.manifest().task().equals(ClassifierLoaders.TASK)) {
          judge = TierOpener.open(tier, classifiers);
        } else if (tagger == null && tier.manifest().task().equals(TaggerLoaders.TASK)) {
          tagger = TierOpener.open(tier, taggers);
        } else {
          throw broken(files);
        }
      }
      if (judge == null || tagger == null) {
        throw broken(files);
      }
      return EditingRewriter.open(files.directory(), tagger, judge);
    } catch (Exception e) {
      close(judge);
      close(tagger);
      throw e;
    }
  }

  private static void close(@Nullable AutoCloseable tier) throws Exception {
    if (tier != null) {
      tier.close();
    }
  }

  private static ChatwardenException broken(ModelFiles files) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "MODEL_BROKEN",
        "tiers: %s (expected: a model of %s and one of %s)"
            .formatted(files.manifest().tiers(), ClassifierLoaders.TASK, TaggerLoaders.TASK));
  }

  @Override
  public void warm(Rewriter model, List<String> texts) {
    for (String text : texts) {
      model.rewrite(text, "auto", _ -> {});
    }
  }
}
