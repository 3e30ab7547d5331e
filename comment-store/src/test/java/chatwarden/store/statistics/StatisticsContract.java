package chatwarden.store.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.statistics.v1.AuthorStatistics;
import chatwarden.statistics.v1.ChatStatistics;
import chatwarden.statistics.v1.CommentCounts;
import chatwarden.statistics.v1.GetChatStatisticsRequest;
import chatwarden.statistics.v1.SpanStatistics;
import chatwarden.statistics.v1.StatisticsBucket;
import chatwarden.store.comment.ChatIndex;
import chatwarden.store.comment.TestChat;
import chatwarden.store.erasure.Tombstones;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoredTime;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Specifies statistics, on every kind of Redis. The comments are 10 ms apart. */
public abstract class StatisticsContract extends StatisticsFixture {

  private static final Timestamp FIRST =
      Timestamp.newBuilder().setSeconds(-62_135_596_800L).build();
  private static final Timestamp LAST =
      Timestamp.newBuilder().setSeconds(253_402_300_799L).setNanos(999_999_999).build();

  @Test
  void bucketsAndTotalsAddUpWhatWasRecorded() {
    TestChat chat = recorded("sums", 250);
    ChatStatistics statistics = read(bySecond("sums"));

    assertThat(statistics.getBucketsList())
        .extracting(it -> it.getStartTime().getSeconds() - time(chat, 0).getSeconds())
        .containsExactly(0L, 1L, 2L);
    for (StatisticsBucket bucket : statistics.getBucketsList()) {
      long second = bucket.getStartTime().getSeconds();
      assertSame(
          bucket.getCounts(),
          counts(chat, it -> it.getComment().getPublishTime().getSeconds() == second));
    }
    assertSame(statistics.getTotals(), counts(chat, it -> true));
    assertThat(statistics.getTotals().getFlaggedCount()).isBetween(50, 150);
    assertThat(statistics.getStartTime()).isEqualTo(time(chat, 0));
    assertThat(statistics.getCompleteSince()).isEqualTo(statistics.getStartTime());
    assertThat(statistics.getBucketSize()).isEqualTo(SECOND);
  }

  @Test
  void topAuthorsAreThoseWithTheMostFlaggedComments() {
    TestChat chat = recorded("authors", 120);
    List<AuthorStatistics> top = read(bySecond("authors").setMaxAuthors(3)).getTopAuthorsList();

    assertThat(top).hasSize(3);
    assertThat(top)
        .extracting(it -> -it.getCounts().getFlaggedCount())
        .isSorted()
        .first()
        .isEqualTo(
            -chat.comments().stream()
                .filter(ClassifiedComment::getFlagged)
                .collect(Collectors.groupingBy(StatisticsFixture::author, Collectors.counting()))
                .values()
                .stream()
                .mapToInt(Long::intValue)
                .max()
                .orElseThrow());
    for (AuthorStatistics author : top) {
      assertSame(author.getCounts(), counts(chat, it -> author(it).equals(author.getAuthorId())));
      assertThat(author.getAuthorName()).isNotEmpty();
    }
  }

  @Test
  void topSpansAreThoseMarkedMostOften() {
    TestChat chat = recorded("spans", 200);
    Map<String, Long> expected =
        chat.tagged().stream()
            .flatMap(tagged -> tagged.getTagging().getSpansList().stream())
            .collect(Collectors.groupingBy(span -> span.getText(), Collectors.counting()));
    List<SpanStatistics> top = read(bySecond("spans").setMaxSpans(100)).getTopSpansList();

    assertThat(top).extracting(span -> -span.getCount()).isSorted();
    assertThat(top.stream().mapToLong(SpanStatistics::getCount).sum())
        .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    assertThat(read(bySecond("spans").setMaxSpans(1)).getTopSpansList())
        .containsExactly(top.getFirst());
  }

  @Test
  void anAuthorHasACurveOfTheirOwnOnTheChatsAxis() {
    TestChat chat = recorded("curve", 220);
    ChatStatistics whole = read(bySecond("curve"));
    ChatStatistics own = read(bySecond("curve").setAuthorId("author-1"));

    assertThat(own.getBucketsList())
        .extracting(StatisticsBucket::getStartTime)
        .isEqualTo(whole.getBucketsList().stream().map(StatisticsBucket::getStartTime).toList());
    assertSame(own.getTotals(), counts(chat, it -> author(it).equals("author-1")));
    assertThat(own.getTopAuthorsList())
        .extracting(AuthorStatistics::getAuthorId)
        .containsExactly("author-1");
    assertThat(read(bySecond("curve").setAuthorId("unknown")).getTotals())
        .isEqualTo(CommentCounts.getDefaultInstance());
  }

  @Test
  void theWindowIncludesItsStartAndNotItsEnd() {
    TestChat chat = recorded("window", 100);
    assertThat(
            read(bySecond("window").setStartTime(time(chat, 20)).setEndTime(time(chat, 70)))
                .getTotals()
                .getCommentCount())
        .isEqualTo(50);
    Duration half = Duration.newBuilder().setSeconds(1).build();
    ChatStatistics last = read(bySecond("window").setWindow(half).setEndTime(time(chat, 99)));
    assertThat(last.getTotals().getCommentCount()).isEqualTo(99);
    assertThat(read(bySecond("window").setWindow(half)).getTotals().getCommentCount())
        .as("back from the newest comment, which is included")
        .isEqualTo(100);
    assertThat(
            read(bySecond("window")
                    .setStartTime(time(chat, 99).toBuilder().setSeconds(2_000_000_000L)))
                .getTotals()
                .getCommentCount())
        .as("after the newest comment")
        .isZero();
  }

  @Test
  void whatSomebodyRemovedDoesNotCountAndWhatThePlatformDeletedDoes() {
    TestChat chat = recorded("gone", 100);
    OpenStores.await(stores().comments().record(chat.deletion(chat.commentId(3))));
    assertThat(read(bySecond("gone")).getTotals().getCommentCount()).isEqualTo(100);
    assertThat(stores().comments().delete("gone", chat.commentId(4))).isTrue();
    assertSame(
        read(bySecond("gone")).getTotals(),
        counts(chat, it -> !it.getComment().getId().equals(chat.commentId(4))));
  }

  @Test
  void ofTooManyCommentsTheNewestCountAndItSaysSinceWhen() {
    TestChat chat = recorded("many", 250);
    RedisStatisticsStore bounded =
        new RedisStatisticsStore(
            stores().raw(),
            new ChatIndex(
                stores().raw(),
                new Tombstones(stores().raw(), java.time.Duration.ofDays(30)),
                InstantSource.system()),
            70);
    ChatStatistics statistics = bounded.read(StatisticsQuery.of(bySecond("many").build()));

    assertThat(statistics.getTotals().getCommentCount()).isEqualTo(70);
    assertThat(statistics.getStartTime()).isEqualTo(time(chat, 0));
    assertThat(StoredTime.micros(statistics.getCompleteSince()))
        .isEqualTo(StoredTime.micros(time(chat, 180)) + 1);
    assertThat(statistics.getBucketsList())
        .as("nothing is reported of unread buckets")
        .extracting(it -> it.getStartTime().getSeconds() - time(chat, 0).getSeconds())
        .containsExactly(1L, 2L);
  }

  @Test
  void everyTimeIsOneThatRfc3339CanWrite() {
    TestChat chat = recorded("far", 5);
    ClassifiedComment.Builder last = chat.comments().getFirst().toBuilder();
    last.getCommentBuilder().setId("last").setPublishTime(LAST);
    ClassifiedBatch batch =
        ClassifiedBatch.newBuilder().setChat(chat.id()).addComments(last).build();
    OpenStores.await(stores().comments().record(batch));
    GetChatStatisticsRequest.Builder all = GetChatStatisticsRequest.newBuilder().setChat(chat.id());
    for (GetChatStatisticsRequest.Builder request :
        List.of(
            all.clone(),
            all.clone().setStartTime(FIRST).setEndTime(LAST),
            all.clone().setEndTime(FIRST.toBuilder().setNanos(1_000)).setWindow(SECOND))) {
      ChatStatistics statistics = read(request);
      assertThat(statistics.getStartTime()).matches(CommentLimits::isTime);
      assertThat(statistics.getEndTime()).matches(CommentLimits::isTime);
      assertThat(statistics.getCompleteSince()).matches(CommentLimits::isTime);
      assertThat(statistics.getBucketsList())
          .isNotEmpty()
          .extracting(StatisticsBucket::getStartTime)
          .allMatch(CommentLimits::isTime);
    }
    assertThat(read(all).getTotals().getCommentCount()).isEqualTo(6);
  }

  @Test
  void aChatWithoutCommentsHasNoWindow() {
    stores().start("silent");
    assertThat(read(bySecond("silent")))
        .isEqualTo(ChatStatistics.newBuilder().setChat("silent").build());
    ChatStatistics asked =
        read(
            bySecond("silent")
                .setWindow(Duration.newBuilder().setSeconds(3))
                .setEndTime(Timestamp.newBuilder().setSeconds(100)));
    assertThat(asked.getBucketsList())
        .extracting(it -> it.getStartTime().getSeconds())
        .containsExactly(97L, 98L, 99L);
  }

  @Test
  void whatCannotBeAnsweredIsRefused() {
    recorded("refused", 10);
    assertThatThrownBy(() -> read(bySecond("unheard-of"))).matches(FaultCode.NOT_FOUND::isOf);
    assertThatThrownBy(
            () -> read(bySecond("refused").setWindow(Duration.newBuilder().setSeconds(5_000))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bucket_size")
        .hasMessageContaining("at most 1000");
  }

  @Test
  void withoutAWishBucketsHaveARoundLengthThatFits() {
    recorded("round", 10);
    Map<Long, Long> sizes =
        Stream.of(1L, 300L, 3_600L, 86_400L, 30 * 86_400L, 3_000 * 86_400L)
            .collect(
                Collectors.toMap(
                    seconds -> seconds,
                    seconds ->
                        read(GetChatStatisticsRequest.newBuilder()
                                .setChat("round")
                                .setWindow(Duration.newBuilder().setSeconds(seconds)))
                            .getBucketSize()
                            .getSeconds()));
    assertThat(sizes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                1L,
                1L,
                300L,
                5L,
                3_600L,
                30L,
                86_400L,
                900L,
                30 * 86_400L,
                21_600L,
                3_000 * 86_400L,
                25 * 86_400L));
  }
}
