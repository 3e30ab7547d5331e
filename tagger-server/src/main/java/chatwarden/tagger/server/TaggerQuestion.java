package chatwarden.tagger.server;

import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.serving.door.Inference;
import java.util.List;

/**
 * A question to a tagger.
 *
 * @param offensive whether the texts are known to be offensive, so that none is left out as clean
 */
record TaggerQuestion(boolean offensive) implements Inference<SpanTagger, String, SpanTagging> {

  /** Marks texts of which nothing is known. */
  static final TaggerQuestion USUAL = new TaggerQuestion(false);

  /** Marks texts that stage 1 found offensive. */
  static final TaggerQuestion OF_OFFENSIVE_TEXTS = new TaggerQuestion(true);

  @Override
  public String tokenise(SpanTagger model, String text, String language) {
    return text;
  }

  @Override
  public int tokens(String text) {
    return Inference.estimatedTokens(text);
  }

  @Override
  public List<SpanTagging> run(SpanTagger model, List<String> texts) {
    return offensive ? model.tagOffensive(texts) : model.tag(texts);
  }

  @Override
  public List<Inference<SpanTagger, ?, SpanTagging>> variants() {
    return List.of(new TaggerQuestion(!offensive));
  }
}
