package chatwarden.benchmarks.comments;

import java.util.List;
import java.util.stream.IntStream;

/** Invented comments of {@value #CODE_POINTS} code points, always the same. */
public final class BenchmarkComments {
  private static final int CODE_POINTS = 50;
  private static final List<String> VIETNAMESE =
      List.of(
          "trận này hay quá mọi người ơi, xem mà hồi hộp ghê ",
          "cho em hỏi mấy giờ có trận tiếp theo vậy ạ ",
          "hqua xem toi 2h sang ma nay van vo xem tiep ne ",
          "đánh ngu như vậy mà cũng đòi đi thi đấu giải hả ",
          "mạng nhà mình lag quá, có ai bị giống vậy ko ",
          "haha cười xỉu luôn, bình luận viên hài thật sự :)) ");
  private static final List<String> ENGLISH =
      List.of(
          "this match is so good guys, my heart is racing ",
          "what time does the next one start does anyone know ",
          "stayed up til 2am for this and it was worth it tbh ",
          "how can u play this dumb and still go to the finals ",
          "my stream keeps lagging, anyone else having that pls ",
          "lmaooo i am dying, the commentators are too funny :)) ");

  private BenchmarkComments() {}

  /** The first {@code count} in Vietnamese, with and without diacritics. */
  public static List<String> vietnamese(int count) {
    return cut(VIETNAMESE, count);
  }

  /** The first {@code count} in English. */
  public static List<String> english(int count) {
    return cut(ENGLISH, count);
  }

  /** Cuts comments from two of the parts each. */
  private static List<String> cut(List<String> parts, int count) {
    return IntStream.range(0, count).mapToObj(i -> cut(parts, i, i % 11)).toList();
  }

  private static String cut(List<String> parts, int i, int from) {
    String pair = parts.get(i % parts.size()) + parts.get((i * 5 + i / 6 + 1) % parts.size());
    int start = pair.offsetByCodePoints(0, from);
    return pair.substring(start, pair.offsetByCodePoints(start, CODE_POINTS));
  }
}
