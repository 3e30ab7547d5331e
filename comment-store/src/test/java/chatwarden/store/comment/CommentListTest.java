package chatwarden.store.comment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.livechat.v1.Chat;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.ModeratedComment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommentListTest {

  private static final CommentFilter ALL = CommentFilter.getDefaultInstance();

  private final RedisServer redis = RedisServer.start();
  private final OpenStores stores;
  private final TestChat chat = TestChat.of("listed", 300, 0.4);

  CommentListTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    List<ClassifiedComment> mixed = new ArrayList<>(chat.comments());
    Collections.shuffle(mixed, new java.util.Random(5));
    for (int i = 0; i < mixed.size(); i += 50) {
      OpenStores.await(
          stores.comments().record(GoldenStages.classifiedBatch(mixed.subList(i, i + 50))));
    }
    chat.taggedBatches(50).forEach(batch -> OpenStores.await(stores.comments().record(batch)));
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  @Test
  void pagesGiveEveryCommentOnceTheNewestFirst() {
    for (int pageSize : List.of(1, 7, 50, 299, 300, 301, 1_000)) {
      assertThat(ids(ALL, pageSize)).as("page size %d", pageSize).isEqualTo(expected(c -> true));
    }
  }

  @Test
  void lastPageHasNoToken() {
    CommentPage page = stores.comments().list(new CommentQuery(chat.id(), 300, "", ALL));
    assertThat(page.comments()).hasSize(300);
    assertThat(page.nextPageToken()).isEmpty();
  }

  @Test
  void filtersLeaveOutWhatTheySay() {
    assertThat(ids(CommentFilter.newBuilder().addLabels(Label.HATE).build(), 20))
        .isEqualTo(expected(c -> c.getClassification().getLabel() == Label.HATE))
        .isNotEmpty();
    assertThat(ids(CommentFilter.newBuilder().setFlaggedOnly(true).build(), 20))
        .isEqualTo(expected(ClassifiedComment::getFlagged));
    assertThat(ids(CommentFilter.newBuilder().setMinOffensiveProbability(0.9f).build(), 20))
        .isEqualTo(expected(c -> c.getClassification().getOffensiveProbability() >= 0.9f))
        .isNotEmpty();
    assertThat(ids(CommentFilter.newBuilder().setMinCoverage(0.2f).build(), 20))
        .isEqualTo(
            expected(c -> c.getFlagged() && GoldenStages.tag(c).getTagging().getCoverage() >= 0.2f))
        .isNotEmpty();
    assertThat(ids(CommentFilter.newBuilder().setAuthorId("author-2").build(), 20))
        .isEqualTo(expected(c -> c.getComment().getAuthor().getId().equals("author-2")))
        .isNotEmpty();
  }

  @Test
  void startTimeIsIncludedAndEndTimeIsNot() {
    CommentFilter filter =
        CommentFilter.newBuilder()
            .setStartTime(chat.comments().get(100).getComment().getPublishTime())
            .setEndTime(chat.comments().get(200).getComment().getPublishTime())
            .build();
    for (int pageSize : List.of(9, 99, 100, 101)) {
      assertThat(ids(filter, pageSize))
          .hasSize(100)
          .startsWith(chat.commentId(199))
          .endsWith(chat.commentId(100));
    }
  }

  @Test
  void commentsOfOneInstantAreAllListedAlsoWhenTheLastOfAPageIsRemoved() {
    TestChat burst = TestChat.of("burst", 90, 0);
    var same = burst.comments().get(0).getComment().getPublishTime();
    List<ClassifiedComment> comments = new ArrayList<>();
    for (ClassifiedComment comment : burst.comments()) {
      comments.add(
          comment.toBuilder()
              .setComment(comment.getComment().toBuilder().setPublishTime(same))
              .build());
    }
    OpenStores.await(
        stores.comments().record(GoldenStages.classifiedBatch(comments.subList(0, 60))));
    OpenStores.await(
        stores.comments().record(GoldenStages.classifiedBatch(comments.subList(60, 90))));
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      CommentPage page = stores.comments().list(new CommentQuery("burst", 8, token, ALL));
      page.comments().forEach(comment -> seen.add(comment.getComment().getId()));
      token = page.nextPageToken();
      assertThat(stores.comments().delete("burst", seen.getLast())).isTrue();
    } while (!token.isEmpty());
    assertThat(seen).hasSize(90).doesNotHaveDuplicates();
  }

  @Test
  void commentsThatArriveWhilePagingNeitherRepeatNorHideOthers() {
    TestChat growing = TestChat.of("growing", 60, 0);
    OpenStores.await(
        stores.comments().record(GoldenStages.classifiedBatch(growing.comments().subList(0, 40))));
    CommentPage first = stores.comments().list(new CommentQuery("growing", 20, "", ALL));
    OpenStores.await(
        stores.comments().record(GoldenStages.classifiedBatch(growing.comments().subList(40, 60))));
    CommentPage second =
        stores.comments().list(new CommentQuery("growing", 20, first.nextPageToken(), ALL));
    assertThat(second.comments())
        .extracting(comment -> comment.getComment().getId())
        .startsWith(growing.commentId(19))
        .endsWith(growing.commentId(0));
  }

  @Test
  void tokenIsOfUseForItsQueryAlone() {
    String token = stores.comments().list(new CommentQuery(chat.id(), 10, "", ALL)).nextPageToken();
    CommentFilter other = CommentFilter.newBuilder().setFlaggedOnly(true).build();
    assertThatThrownBy(() -> stores.comments().list(new CommentQuery(chat.id(), 10, token, other)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("page_token");
    for (String broken : List.of("x", "====", token.substring(4), "A".repeat(5_000))) {
      assertThatThrownBy(() -> stores.comments().list(new CommentQuery(chat.id(), 10, broken, ALL)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("page_token");
    }
  }

  @Test
  void aTokenWithAForgedScoreIsRefusedOrIsAnotherPlace() {
    String token = stores.comments().list(new CommentQuery(chat.id(), 10, "", ALL)).nextPageToken();
    for (double score : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1 / 0.0}) {
      assertThatThrownBy(
              () ->
                  stores
                      .comments()
                      .list(new CommentQuery(chat.id(), 10, forged(token, score), ALL)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("page_token");
    }
    assertThat(stores.comments().list(new CommentQuery(chat.id(), 10, forged(token, -1e300), ALL)))
        .satisfies(page -> assertThat(page.comments()).isEmpty());
  }

  /** The token with another score, which follows the version and the query's fingerprint. */
  private static String forged(String token, double score) {
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    ByteBuffer.wrap(bytes).putDouble(1 + Long.BYTES, score);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Test
  void pageSizeOutOfRangeIsRefused() {
    for (int pageSize : List.of(-1, 1_001)) {
      assertThatThrownBy(() -> new CommentQuery(chat.id(), pageSize, "", ALL))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("page_size");
      assertThatThrownBy(() -> stores.comments().chats(pageSize, ""))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("page_size");
      assertThatThrownBy(() -> stores.sessions().list(pageSize, ""))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("page_size");
    }
  }

  @Test
  void filtersThatNothingCanMeetAreRefused() {
    for (CommentFilter filter :
        List.of(
            CommentFilter.newBuilder().setMinCoverage(1.5f).build(),
            CommentFilter.newBuilder().setMinOffensiveProbability(Float.NaN).build(),
            CommentFilter.newBuilder().addLabels(Label.LABEL_UNSPECIFIED).build())) {
      assertThatThrownBy(() -> new CommentQuery(chat.id(), 1, "", filter))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("filter.");
    }
  }

  @Test
  void unknownChatIsNotFound() {
    assertThatThrownBy(() -> stores.comments().list(CommentQuery.of("unknown")))
        .matches(FaultCode.NOT_FOUND::isOf);
  }

  @Test
  void chatsAreListedTheOneStartedLastFirst() {
    for (int i = 0; i < 5; i++) {
      stores.start("started-" + i);
    }
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      ChatPage page = stores.comments().chats(2, token);
      page.chats().stream().map(Chat::getId).forEach(ids::add);
      token = page.nextPageToken();
    } while (!token.isEmpty());
    assertThat(ids)
        .startsWith("started-4", "started-3", "started-2", "started-1", "started-0")
        .contains(chat.id())
        .doesNotHaveDuplicates();
  }

  private List<String> ids(CommentFilter filter, int pageSize) {
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      CommentPage page =
          stores.comments().list(new CommentQuery(chat.id(), pageSize, token, filter));
      assertThat(page.comments()).hasSizeLessThanOrEqualTo(pageSize);
      page.comments().stream()
          .map(ModeratedComment::getComment)
          .forEach(comment -> ids.add(comment.getId()));
      token = page.nextPageToken();
    } while (!token.isEmpty());
    return ids;
  }

  private List<String> expected(Predicate<ClassifiedComment> wanted) {
    return chat.comments().reversed().stream()
        .filter(wanted)
        .map(comment -> comment.getComment().getId())
        .toList();
  }
}
