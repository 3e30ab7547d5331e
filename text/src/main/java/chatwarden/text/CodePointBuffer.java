package chatwarden.text;

import java.util.Arrays;

/**
 * Code points, each with the range of the original text that it came from. Grows as needed. Not
 * safe for threads.
 */
final class CodePointBuffer {
  private static final int REPLACEMENT = 0xFFFD;

  int[] codePoints;
  int[] starts;
  int[] ends;
  int size;

  CodePointBuffer(int capacity) {
    codePoints = new int[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  /** Returns the code points of {@code text}, lone surrogates replaced with U+FFFD. */
  static CodePointBuffer of(String text) {
    int length = text.length();
    CodePointBuffer buffer = new CodePointBuffer(length);
    int count = 0;
    for (int i = 0; i < length; count++) {
      char unit = text.charAt(i);
      int codePoint = unit;
      if (Character.isSurrogate(unit)) {
        codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint);
        codePoint = codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT ? REPLACEMENT : codePoint;
      } else {
        i++;
      }
      buffer.codePoints[count] = codePoint;
      buffer.starts[count] = count;
      buffer.ends[count] = count + 1;
    }
    buffer.size = count;
    return buffer;
  }

  void add(int codePoint, int start, int end) {
    if (size == codePoints.length) {
      grow();
    }
    codePoints[size] = codePoint;
    starts[size] = start;
    ends[size] = end;
    size++;
  }

  /** Appends every code point of {@code text}, all of them from the same range. */
  void addAll(int[] text, int start, int end) {
    for (int codePoint : text) {
      add(codePoint, start, end);
    }
  }

  int last() {
    return codePoints[size - 1];
  }

  /** Returns the code points in {@code [from, to)} as a string. */
  String slice(int from, int to) {
    return new String(codePoints, from, to - from);
  }

  NormalizedText toNormalizedText(int originalLength) {
    int[] trimmedStarts = Arrays.copyOf(starts, size);
    int[] trimmedEnds = Arrays.copyOf(ends, size);
    return new NormalizedText(
        slice(0, size), new OffsetMap(trimmedStarts, trimmedEnds, originalLength));
  }

  private void grow() {
    int capacity = Math.max(16, size * 2);
    codePoints = Arrays.copyOf(codePoints, capacity);
    starts = Arrays.copyOf(starts, capacity);
    ends = Arrays.copyOf(ends, capacity);
  }
}
