package chatwarden.inference.transformer;

import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The tokens of one text and how likely each is in a span; becomes its tagging. */
final class MarkedTokens {

  private final int codePoints;
  private final List<Token> tokens = new ArrayList<>();

  private record Token(int start, int end, double probability, boolean begins) {}

  MarkedTokens(int codePoints) {
    this.codePoints = codePoints;
  }

  /** Adds the token at [start, end); it may overlap others, or be one that is known already. */
  void add(int start, int end, double probability, boolean begins) {
    tokens.add(new Token(start, Math.min(end, codePoints), probability, begins));
  }

  /** The spans of the tokens that are as likely as {@code threshold}. */
  SpanTagging tagging(double threshold) {
    List<Token> marked = new ArrayList<>(tokens);
    marked.removeIf(token -> token.probability < threshold || token.start >= token.end);
    marked.sort(
        Comparator.comparingInt(Token::start)
            .thenComparing(Comparator.comparingDouble(Token::probability).reversed()));
    List<TaggedSpan> spans = new ArrayList<>();
    int start = 0;
    int end = 0;
    double mass = 0;
    for (Token token : marked) {
      if (end > start && token.start <= end + gap(token)) {
        // The gap is as likely as the token that goes on.
        int fresh = Math.max(0, token.end - end);
        mass += token.probability * fresh;
        end = Math.max(end, token.end);
      } else {
        add(spans, start, end, mass);
        start = token.start;
        end = token.end;
        mass = token.probability * (end - start);
      }
    }
    add(spans, start, end, mass);
    return SpanTagging.of(spans, codePoints);
  }

  /** Returns how far after a span a token may begin and still be of it. */
  private static int gap(Token token) {
    return token.begins ? 0 : 1;
  }

  private static void add(List<TaggedSpan> spans, int start, int end, double mass) {
    if (end > start) {
      spans.add(new TaggedSpan(start, end, (float) Math.clamp(mass / (end - start), 0, 1)));
    }
  }
}
