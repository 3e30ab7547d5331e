package chatwarden.text;

/**
 * Maps positions of a normalised text back to the text it was made from. Positions on both sides
 * are counted in Unicode code points; a lone surrogate counts as one.
 *
 * <p>The map is monotonic: a range after another never maps before it. Where one normalised code
 * point came from several original ones, or a whole token was replaced, it maps to all of them.
 * Immutable and safe for any thread.
 */
public final class OffsetMap {
  private final int[] starts;
  private final int[] ends;
  private final int length;
  private final int originalLength;

  /** Takes both arrays over; the first {@code length} of either count, and never fall. */
  OffsetMap(int[] starts, int[] ends, int length, int originalLength) {
    this.starts = starts;
    this.ends = ends;
    this.length = length;
    this.originalLength = originalLength;
  }

  /** Returns the number of code points of the normalised text. */
  public int length() {
    return length;
  }

  /** Returns the number of code points of the original text. */
  public int originalLength() {
    return originalLength;
  }

  /**
   * Returns the range of the original text that the range {@code [start, end)} of the normalised
   * text came from. An empty range maps to an empty range.
   *
   * @throws IndexOutOfBoundsException if the range is not within the normalised text
   */
  public CodePointRange toOriginal(int start, int end) {
    if (start < 0 || end < start || end > length) {
      throw new IndexOutOfBoundsException(
          "range: [" + start + ", " + end + ") (expected: 0 <= start <= end <= " + length + ")");
    }
    if (start == end) {
      int at = start < length ? starts[start] : originalLength;
      return new CodePointRange(at, at);
    }
    return new CodePointRange(starts[start], ends[end - 1]);
  }
}
