package chatwarden.testing.chat;

import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An invented chat of Vietnamese and English comments, the same for the same arguments. Comment
 * {@code n} has the id {@code c00000n}, and is published 10 ms after the one before it.
 *
 * <pre>{@code
 * List<Comment> comments = GoldenChats.of("demo", 42).withOffensiveShare(0.3).comments(1_000);
 * }</pre>
 *
 * @param chat the chat's id
 * @param seed what the choice of words depends on
 * @param offensiveShare the share of comments that hold an insult, in [0, 1]
 * @param authorCount how many people write, at least 1
 */
public record GoldenChats(String chat, long seed, double offensiveShare, int authorCount) {

  /** When the first comment is published. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** The time from comment to comment. */
  public static final Duration STEP = Duration.ofMillis(10);

  static final List<String> INSULTS =
      List.of("đồ ngu", "cút đi", "thằng khốn", "you idiot", "shut up", "dumb clown");

  private static final List<String> OPENINGS =
      List.of("anh ơi", "trời ơi", "mọi người", "hello chat", "wow", "ok so", "🎉🎉", "nay");
  private static final List<String> MIDDLES =
      List.of(
          "trận này hay quá",
          "bài hát nghe rất hay",
          "cho em hỏi mấy giờ live lại",
          "cảnh này đẹp thật",
          "that was a great play",
          "the sound is much better now",
          "can you turn the music down",
          "greetings from Đà Nẵng");
  private static final List<String> NAMES =
      List.of("Mây", "Bưởi", "Sao Biển", "Gió", "Pixel", "Maple", "Comet", "Robin");

  /** Checks the ranges. */
  public GoldenChats {
    if (!(offensiveShare >= 0 && offensiveShare <= 1)) {
      throw new IllegalArgumentException(
          "offensiveShare: " + offensiveShare + " (expected: 0 to 1)");
    }
    if (authorCount < 1) {
      throw new IllegalArgumentException("authorCount: " + authorCount + " (expected: >= 1)");
    }
  }

  /** A chat of 50 people in which every fourth comment or so holds an insult. */
  public static GoldenChats of(String chat, long seed) {
    return new GoldenChats(chat, seed, 0.25, 50);
  }

  /** The same with another share of comments that hold an insult, in [0, 1]. */
  public GoldenChats withOffensiveShare(double share) {
    return new GoldenChats(chat, seed, share, authorCount);
  }

  /** The same with another number of people who write. */
  public GoldenChats withAuthors(int count) {
    return new GoldenChats(chat, seed, offensiveShare, count);
  }

  /** The first {@code count} comments in the order of their publish times. */
  public List<Comment> comments(int count) {
    return IntStream.range(0, count).mapToObj(this::comment).toList();
  }

  /** Comment {@code n}, counted from 0. */
  public Comment comment(int n) {
    Random random = new Random(seed * 1_000_003 + n);
    random.nextInt();
    return Comment.newBuilder()
        .setId("c%07d".formatted(n))
        .setChat(chat)
        .setText(text(random, n))
        .setAuthor(author(random.nextInt(authorCount)))
        .setPublishTime(timestamp(START.plus(STEP.multipliedBy(n))))
        .build();
  }

  /** The person with this number, counted from 0. */
  public Author author(int number) {
    Author.Builder author =
        Author.newBuilder()
            .setId("author-" + number)
            .setName(NAMES.get(number % NAMES.size()) + " " + number);
    if (number % 7 == 0) {
      author.addBadges(Badge.MEMBER);
    }
    if (number % 21 == 0) {
      author.addBadges(Badge.MODERATOR);
    }
    return author.build();
  }

  private String text(Random random, int n) {
    String opening = pick(OPENINGS, random);
    String middle = pick(MIDDLES, random);
    boolean offensive = random.nextDouble() < offensiveShare;
    String insult = pick(INSULTS, random);
    return opening + " " + (offensive ? insult + " " : "") + middle + " " + n;
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
