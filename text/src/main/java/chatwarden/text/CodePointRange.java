package chatwarden.text;

/**
 * A half-open range of Unicode code points, {@code [start, end)}, counted as {@link
 * String#codePointCount} counts them: a lone surrogate is one code point.
 *
 * @param start the first code point, at least 0
 * @param end the code point after the last, at least {@code start}
 */
public record CodePointRange(int start, int end) {
  public CodePointRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "range: [" + start + ", " + end + ") (expected: 0 <= start <= end)");
    }
  }

  /** Returns how many code points the range holds. */
  public int length() {
    return end - start;
  }
}
