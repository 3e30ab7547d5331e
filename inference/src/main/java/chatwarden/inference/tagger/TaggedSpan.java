package chatwarden.inference.tagger;

/**
 * A part of a text that a tagger marks as offensive.
 *
 * @param start the first code point of the span in the text as sent, from 0
 * @param end the code point after its last one, greater than {@code start}
 * @param score how sure the tagger is, a probability in [0, 1]
 */
public record TaggedSpan(int start, int end, float score) {

  public TaggedSpan {
    if (start < 0) {
      throw new IllegalArgumentException("start: " + start + " (expected: >= 0)");
    }
    if (end <= start) {
      throw new IllegalArgumentException("end: " + end + " (expected: > start " + start + ")");
    }
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score: " + score + " (expected: in [0, 1])");
    }
  }

  /** The number of code points of the span. */
  public int length() {
    return end - start;
  }
}
