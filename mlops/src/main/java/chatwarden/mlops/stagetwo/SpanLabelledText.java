package chatwarden.mlops.stagetwo;

import chatwarden.inference.crf.CrfFeatures;
import chatwarden.inference.crf.Lattice;
import chatwarden.inference.crf.TokenizedText;
import java.util.BitSet;

/**
 * An annotated text as the CRF learns from it: tokens, features and a label a token.
 *
 * <p>A token is in a span if at least half of its code points are marked. It continues the span of
 * the token before it if that one is in a span too and all between them is marked.
 */
record SpanLabelledText(
    AnnotatedText source, TokenizedText tokens, CrfFeatures features, byte[] labels) {

  static SpanLabelledText of(AnnotatedText source) {
    TokenizedText tokens = TokenizedText.of(source.text());
    return new SpanLabelledText(
        source, tokens, CrfFeatures.of(tokens), labels(tokens, source.marked()));
  }

  private static byte[] labels(TokenizedText tokens, BitSet marked) {
    byte[] labels = new byte[tokens.count()];
    for (int t = 0; t < labels.length; t++) {
      int start = tokens.start(t);
      int end = tokens.end(t);
      if (2 * marked.get(start, end).cardinality() < end - start) {
        labels[t] = Lattice.OUTSIDE;
      } else if (t > 0
          && labels[t - 1] != Lattice.OUTSIDE
          && joins(marked, tokens.end(t - 1), start)) {
        labels[t] = Lattice.INSIDE;
      } else {
        labels[t] = Lattice.BEGIN;
      }
    }
    return labels;
  }

  private static boolean joins(BitSet marked, int from, int to) {
    return marked.nextClearBit(from) >= to;
  }
}
