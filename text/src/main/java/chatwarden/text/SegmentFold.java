package chatwarden.text;

import java.util.function.UnaryOperator;

/** Folds a text piece by piece, so that each folded piece keeps its place in the original. */
final class SegmentFold {
  private SegmentFold() {}

  /**
   * Returns {@code in} with {@code form} applied to every segment: a code point and what may
   * combine with it.
   */
  static CodePointBuffer fold(CodePointBuffer in, UnaryOperator<String> form) {
    CodePointBuffer out = new CodePointBuffer(in.size + 8);
    for (int from = 0; from < in.size; ) {
      from = segment(in, from, form, out);
    }
    return out;
  }

  /** Folds the segment at {@code from} and returns where it ends. */
  static int segment(
      CodePointBuffer in, int from, UnaryOperator<String> form, CodePointBuffer out) {
    int to = from + 1;
    while (to < in.size && !CaseAndForm.startsSegment(in.codePoints[to])) {
      to++;
    }
    int start = in.starts[from];
    int end = in.ends[to - 1];
    form.apply(in.slice(from, to)).codePoints().forEach(c -> out.add(c, start, end));
    return to;
  }
}
