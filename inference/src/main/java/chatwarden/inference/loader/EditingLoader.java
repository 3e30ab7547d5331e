package chatwarden.inference.loader;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.edit.EditingRewriter;
import chatwarden.inference.generate.SequenceFormWriter;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLoader;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens models of the format {@code chatwarden-rewriter}: {@code rewriter.onnx}, {@code
 * tokenizer.json} and {@code rewriter.json}, and those of a sequence model, if it has one; {@code
 * tiers} lists a model of stage 1 and one of stage 2.
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
    SequenceFormWriter writer = null;
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
      writer = writer(files);
      return EditingRewriter.open(files.directory(), tagger, judge, writer);
    } catch (Exception e) {
      close(judge);
      close(tagger);
      close(writer);
      throw e;
    }
  }

  private static @Nullable SequenceFormWriter writer(ModelFiles files) throws IOException {
    boolean written =
        files.manifest().files().stream()
            .anyMatch(file -> SequenceFormWriter.FILES.contains(file.path()));
    if (!written) {
      return null;
    }
    SequenceFormWriter.FILES.forEach(files::path);
    return SequenceFormWriter.open(files.directory());
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
