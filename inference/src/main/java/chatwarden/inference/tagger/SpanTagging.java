package chatwarden.inference.tagger;

import java.util.List;

/**
 * What a tagger says of one text.
 *
 * @param spans the offensive spans, sorted by place, none overlapping another
 * @param coverage the share of the text's code points that lie inside spans, in [0, 1]; 0 for an
 *     empty text
 */
public record SpanTagging(List<TaggedSpan> spans, float coverage) {

  private static final SpanTagging CLEAN = new SpanTagging(List.of(), 0);

  public SpanTagging {
    spans = List.copyOf(spans);
    if (!(coverage >= 0 && coverage <= 1)) {
      throw new IllegalArgumentException("coverage: " + coverage + " (expected: in [0, 1])");
    }
    int previousEnd = 0;
    for (TaggedSpan span : spans) {
      if (span.start() < previousEnd) {
        throw new IllegalArgumentException(
            "spans: start "
                + span.start()
                + " (expected: >= "
                + previousEnd
                + ", sorted and disjoint)");
      }
      previousEnd = span.end();
    }
  }

  /** The tagging of a text without an offensive span. */
  public static SpanTagging clean() {
    return CLEAN;
  }

  /**
   * The tagging of a text that is {@code codePoints} long, its coverage counted from its spans.
   *
   * @throws IllegalArgumentException if a span reaches beyond the text, or spans overlap
   */
  public static SpanTagging of(List<TaggedSpan> spans, int codePoints) {
    if (spans.isEmpty()) {
      return CLEAN;
    }
    int last = spans.getLast().end();
    if (last > codePoints) {
      throw new IllegalArgumentException(
          "spans: end " + last + " (expected: <= codePoints " + codePoints + ")");
    }
    int covered = 0;
    for (TaggedSpan span : spans) {
      covered += span.length();
    }
    return new SpanTagging(spans, (float) covered / codePoints);
  }
}
