package chatwarden.benchmarks.load;

import java.util.List;
import java.util.Random;

/**
 * Invented texts as a chat has them: about 50 code points on average, a sixth of them offensive.
 */
final class ChatTexts {
  private static final List<String> CLEAN =
      List.of(
          "trận này hay quá mọi người ơi, xem mà hồi hộp ghê",
          "cho em hỏi mấy giờ có trận tiếp theo vậy ạ",
          "stream nét quá, cảm ơn ban tổ chức nhiều nha",
          "that was such a great play, well done both teams",
          "hello from Da Nang, first time watching live here",
          "hqua xem toi 2h sang ma nay van vo xem tiep ne",
          "haha cười xỉu luôn, bình luận viên hài thật sự 😂",
          "ai cho mình xin tên bài nhạc nền với được không",
          "mạng nhà mình lag quá, có ai bị giống vậy không",
          "chúc mừng cả đội, xứng đáng vô địch năm nay 🎉🎉");
  private static final List<String> OFFENSIVE =
      List.of(
          "đánh ngu như vậy mà cũng đòi đi thi đấu giải hả",
          "thằng khốn này im mồm đi, nói nhiều quá rồi đó");

  /** The number of endings of texts that do not come twice. */
  static final int MOST = 1_000_000_000;

  private final Random random;
  private final int endings;

  /** Texts of which hardly one comes twice, so that no answer of a model is kept. */
  ChatTexts(Random random) {
    this(random, MOST);
  }

  /**
   * Texts of which some come again.
   *
   * @param endings how many endings each of the 12 sentences has; 1 makes a raid, in which everyone
   *     posts the same
   */
  ChatTexts(Random random, int endings) {
    this.random = random;
    this.endings = endings;
  }

  String next() {
    List<String> kind = random.nextInt(6) == 0 ? OFFENSIVE : CLEAN;
    return kind.get(random.nextInt(kind.size())) + " " + random.nextInt(endings);
  }
}
