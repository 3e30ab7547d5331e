package chatwarden.trainer.tagging;

import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.util.BitSet;
import java.util.List;

/** Measures a tagger as it is served: texts in, spans out. */
final class TaggerEvaluation {

  private TaggerEvaluation() {}

  /** The F1 of each of {@code texts}. */
  static double[] scores(SpanTagger tagger, List<AnnotatedText> texts) {
    List<SpanTagging> taggings = tagger.tag(texts.stream().map(AnnotatedText::text).toList());
    double[] scores = new double[texts.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = SpanF1.of(marked(taggings.get(i)), texts.get(i).marked());
    }
    return scores;
  }

  private static BitSet marked(SpanTagging tagging) {
    BitSet marked = new BitSet();
    for (TaggedSpan span : tagging.spans()) {
      marked.set(span.start(), span.end());
    }
    return marked;
  }
}
