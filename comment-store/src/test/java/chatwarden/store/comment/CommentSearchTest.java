package chatwarden.store.comment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.MarkedAccount;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoredTime;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.Label;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommentSearchTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T10:30:00Z");
  private static final int COUNT = 900;

  private final RedisServer redis = RedisServer.start();
  private final OpenStores stores;

  CommentSearchTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    record("found", COUNT);
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  /** Comment n says hello, every 9th `chó`, every 50th `đường xa`; nine in a second, then 97 s. */
  private static ClassifiedComment comment(String chat, int n) {
    String text =
        "hello " + n + (n % 9 == 0 ? " con CHÓ" : " cho em") + (n % 50 == 0 ? " đường xa" : "");
    Label label = n % 100 == 0 ? Label.HATE : n % 9 == 0 ? Label.OFFENSIVE : Label.CLEAN;
    return ClassifiedComment.newBuilder()
        .setComment(
            Comment.newBuilder()
                .setId("c-" + n)
                .setChat(chat)
                .setText(text)
                .setAuthor(
                    Author.newBuilder().setId("UC" + n % 7).setName(n % 7 == 3 ? "Sao Mai" : "Bo"))
                .setPublishTime(StoredTime.timestamp(FIRST.plusSeconds(n / 9 * 97L))))
        .setClassification(
            Classification.newBuilder()
                .setLabel(label)
                .putProbabilities("CLEAN", 1)
                .setModel(GoldenStages.CLASSIFIER))
        .setFlagged(label != Label.CLEAN)
        .build();
  }

  private void record(String chat, int count) {
    List<ClassifiedComment> all =
        new ArrayList<>(IntStream.range(0, count).mapToObj(n -> comment(chat, n)).toList());
    Collections.shuffle(all, new Random(3));
    for (int i = 0; i < all.size(); i += 60) {
      OpenStores.await(
          stores
              .comments()
              .record(GoldenStages.classifiedBatch(all.subList(i, Math.min(count, i + 60)))));
    }
  }

  private static CommentFilter text(String words) {
    return CommentFilter.newBuilder().setText(words).build();
  }

  private List<String> ids(String chat, CommentFilter filter, int pageSize) {
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      CommentPage page = stores.comments().list(new CommentQuery(chat, pageSize, token, filter));
      assertThat(page.comments()).hasSizeLessThanOrEqualTo(pageSize);
      page.comments().forEach(comment -> ids.add(comment.getComment().getId()));
      token = page.nextPageToken();
    } while (!token.isEmpty());
    return ids;
  }

  /** The ids of the comments that are wanted, in the order of a list: by time, then by id. */
  private static List<String> expected(int count, IntPredicate wanted) {
    return IntStream.range(0, count)
        .filter(wanted)
        .boxed()
        .sorted((a, b) -> a / 9 == b / 9 ? ("c-" + b).compareTo("c-" + a) : Integer.compare(b, a))
        .map(n -> "c-" + n)
        .toList();
  }

  @Test
  void pagesGiveEveryCommentWithTheWordsOnceTheNewestFirst() {
    for (int pageSize : List.of(1, 7, 50, 1_000)) {
      assertThat(ids("found", text("duong"), pageSize))
          .isEqualTo(expected(COUNT, n -> n % 50 == 0));
    }
    for (int pageSize : List.of(7, 99, 1_000)) {
      assertThat(ids("found", text("chó"), pageSize)).isEqualTo(expected(COUNT, n -> n % 9 == 0));
      assertThat(ids("found", text("HELLO"), pageSize)).isEqualTo(expected(COUNT, n -> true));
      assertThat(ids("found", text("cho"), pageSize)).hasSize(COUNT).doesNotHaveDuplicates();
    }
    assertThat(ids("found", text("nowhere"), 50)).isEmpty();
    assertThat(ids("found", text("hello nowhere"), 50)).isEmpty();
  }

  @Test
  void wordsGoWithTheOtherConditions() {
    CommentFilter.Builder words = CommentFilter.newBuilder().setText("hello");
    assertThat(ids("found", words.clone().addLabels(Label.HATE).build(), 20))
        .isEqualTo(expected(COUNT, n -> n % 100 == 0));
    assertThat(ids("found", words.clone().setFlaggedOnly(true).build(), 20))
        .isEqualTo(expected(COUNT, n -> n % 100 == 0 || n % 9 == 0));
    assertThat(ids("found", words.clone().setAuthorName("sao mai").build(), 20))
        .isEqualTo(expected(COUNT, n -> n % 7 == 3));
    assertThat(ids("found", words.clone().setAuthorId("UC5").build(), 20))
        .isEqualTo(expected(COUNT, n -> n % 7 == 5));
    CommentFilter between =
        words
            .clone()
            .setStartTime(StoredTime.timestamp(FIRST.plusSeconds(20 * 97)))
            .setEndTime(StoredTime.timestamp(FIRST.plusSeconds(70 * 97)))
            .build();
    for (int pageSize : List.of(7, 500)) {
      assertThat(ids("found", between, pageSize))
          .isEqualTo(expected(COUNT, n -> n / 9 >= 20 && n / 9 < 70));
    }
  }

  @Test
  void rareLabelsAndFlagsAreFoundWithoutWords() {
    assertThat(ids("found", CommentFilter.newBuilder().addLabels(Label.HATE).build(), 4))
        .isEqualTo(expected(COUNT, n -> n % 100 == 0));
    assertThat(ids("found", CommentFilter.newBuilder().setFlaggedOnly(true).build(), 40))
        .isEqualTo(expected(COUNT, n -> n % 100 == 0 || n % 9 == 0));
  }

  @Test
  void aSpanHasToHaveTheWords() {
    MarkedAccount.leaveTraces(stores, "spans", 3);
    CommentFilter marked = CommentFilter.newBuilder().setSpan("shut").build();
    assertThat(ids("spans", marked, 10)).contains("c-0", "c-2").doesNotContain("c-1");
    assertThat(ids("spans", CommentFilter.newBuilder().setSpan(MarkedAccount.TEXT).build(), 10))
        .isEmpty();
  }

  @Test
  void commentsOfEarlierVersionsAreIndexedByTheFirstSearch() {
    record("earlier", 200);
    for (String key : wordKeys("earlier")) {
      stores.raw().ask(commands -> commands.del(key));
    }
    OpenStores.await(
        stores.comments().record(GoldenStages.classifiedBatch(List.of(comment("earlier", 200)))));
    assertThat(ids("earlier", text("duong"), 3)).isEqualTo(expected(201, n -> n % 50 == 0));
    assertThat(records("earlier")).isEqualTo(201);
    assertThat(ids("earlier", text("chó"), 10)).isEqualTo(expected(201, n -> n % 9 == 0));
    assertThat(records("earlier")).as("nothing is added twice").isEqualTo(201);
  }

  @Test
  void aRepeatedRecordingAddsNoWords() {
    record("twice", 60);
    record("twice", 60);
    assertThat(records("twice")).isEqualTo(60);
  }

  @Test
  void aRemovedCommentLeavesNoWords() {
    record("removed", 100);
    assertThat(stores.comments().delete("removed", "c-50")).isTrue();
    assertThat(records("removed")).isEqualTo(99);
    assertThat(ids("removed", text("duong"), 10)).containsExactly("c-0");
    for (int n = 0; n < 100; n++) {
      assertThat(stores.comments().delete("removed", "c-" + n)).isEqualTo(n != 50);
    }
    assertThat(records("removed")).isZero();
    assertThat(ids("removed", text("hello"), 10)).isEmpty();
  }

  @Test
  void aRemovedCommentThatWasNeverIndexedIsNoFault() {
    record("bare", 20);
    wordKeys("bare").forEach(key -> stores.raw().ask(commands -> commands.del(key)));
    assertThat(stores.comments().delete("bare", "c-0")).isTrue();
    assertThat(ids("bare", text("hello"), 10)).hasSize(19);
  }

  @Test
  void aPageSaysHowFarItSearched() {
    CommentPage page = stores.comments().list(new CommentQuery("found", 5, "", text("hello")));
    assertThat(page.searchedBackTo())
        .hasValue(page.comments().getLast().getComment().getPublishTime());
    page = stores.comments().list(new CommentQuery("found", 1_000, "", text("nowhere")));
    assertThat(page.searchedBackTo()).isEmpty();
    assertThat(page.nextPageToken()).isEmpty();
  }

  @Test
  void theWordsOfAnHourLiveAsLongAsItsComments() {
    record("lives", 9);
    long comment =
        stores.raw().ask(commands -> commands.pttl(new ChatKeys("lives").comment("c-0")));
    long words = stores.raw().ask(commands -> commands.pttl(wordKeys("lives").getFirst()));
    assertThat(words).isBetween(comment - 10_000, comment + 10_000).isPositive();
  }

  @Test
  void wordsThatAreTooLongAreRefused() {
    for (CommentFilter filter :
        List.of(
            text("x".repeat(201)),
            CommentFilter.newBuilder().setAuthorName("x".repeat(101)).build(),
            CommentFilter.newBuilder().setSpan("x".repeat(201)).build())) {
      assertThatThrownBy(() -> new CommentQuery("found", 1, "", filter))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("filter.");
    }
  }

  private List<String> wordKeys(String chat) {
    long first = FIRST.getEpochSecond() / 3_600;
    ChatKeys keys = new ChatKeys(chat);
    return IntStream.range(0, 5)
        .mapToObj(hour -> keys.words(first + hour))
        .filter(key -> stores.raw().ask(commands -> commands.exists(key)) == 1)
        .toList();
  }

  private long records(String chat) {
    return wordKeys(chat).stream()
        .mapToLong(
            key ->
                Long.parseLong(
                    new String(
                        stores.raw().ask(commands -> commands.hget(key, "n")),
                        java.nio.charset.StandardCharsets.UTF_8)))
        .sum();
  }
}
