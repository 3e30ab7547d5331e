package chatwarden.text;

import java.util.Arrays;

/**
 * Code points, each with the range of the original text that it came from. Grows as needed. Not
 * safe for threads.
 */
final class CodePointBuffer {
  private static final int REPLACEMENT = 0xFFFD;

  /** Where the code points of a text as it came begin and end, for all texts up to this length. */
  private static final int SHARED = 1024;

  private static final int[] STARTS = counting(SHARED, 0);
  private static final int[] ENDS = counting(SHARED, 1);

  int[] codePoints;
  int[] starts;
  int[] ends;
  int size;

  CodePointBuffer(int capacity) {
    this(new int[capacity], new int[capacity], new int[capacity]);
  }

  private CodePointBuffer(int[] codePoints, int[] starts, int[] ends) {
    this.codePoints = codePoints;
    this.starts = starts;
    this.ends = ends;
  }

  /**
   * Returns an empty buffer for a text as it came: the code points are filled in, the origins stand
   * there already and are not to be written, as texts share them.
   */
  static CodePointBuffer ofOrigin(int capacity) {
    return capacity <= SHARED
        ? new CodePointBuffer(new int[capacity], STARTS, ENDS)
        : new CodePointBuffer(new int[capacity], counting(capacity, 0), counting(capacity, 1));
  }

  private static int[] counting(int size, int from) {
    int[] numbers = new int[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = from + i;
    }
    return numbers;
  }

  /** Returns the code points of {@code text}, lone surrogates replaced with U+FFFD. */
  static CodePointBuffer of(String text) {
    int length = text.length();
    CodePointBuffer buffer = ofOrigin(length);
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

  /** The end of this buffer, whose origins the result takes over. */
  NormalizedText toNormalizedText(int originalLength) {
    return new NormalizedText(slice(0, size), new OffsetMap(starts, ends, size, originalLength));
  }

  private void grow() {
    int capacity = Math.max(16, size * 2);
    codePoints = Arrays.copyOf(codePoints, capacity);
    starts = Arrays.copyOf(starts, capacity);
    ends = Arrays.copyOf(ends, capacity);
  }
}
