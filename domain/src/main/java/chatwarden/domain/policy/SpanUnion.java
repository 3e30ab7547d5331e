package chatwarden.domain.policy;

import chatwarden.type.v1.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Spans of a text from several sources, joined. */
final class SpanUnion {

  private SpanUnion() {}

  /** Returns the span of the code points from {@code start} up to {@code end}. */
  static Span span(String text, int start, int end, float score) {
    int from = text.offsetByCodePoints(0, start);
    return Span.newBuilder()
        .setStart(start)
        .setEnd(end)
        .setText(text.substring(from, text.offsetByCodePoints(from, end - start)))
        .setScore(score)
        .build();
  }

  /**
   * Returns {@code first} with those of {@code others} that overlap none of them, in the order of
   * the text.
   *
   * @param first not overlapping
   * @param others not overlapping
   */
  static List<Span> of(List<Span> first, List<Span> others) {
    List<Span> union = new ArrayList<>(first);
    others.stream()
        .filter(other -> first.stream().noneMatch(span -> overlap(span, other)))
        .forEach(union::add);
    union.sort(Comparator.comparingInt(Span::getStart));
    return union;
  }

  private static boolean overlap(Span one, Span other) {
    return one.getStart() < other.getEnd() && other.getStart() < one.getEnd();
  }

  /** Returns the share of the code points of {@code text} that are in {@code spans}. */
  static float coverage(String text, List<Span> spans) {
    int covered = spans.stream().mapToInt(span -> span.getEnd() - span.getStart()).sum();
    return (float) covered / text.codePointCount(0, text.length());
  }
}
