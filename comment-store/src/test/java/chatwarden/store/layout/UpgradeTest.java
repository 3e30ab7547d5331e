package chatwarden.store.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.domain.access.Role;
import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.ClaimReviewsResponse;
import chatwarden.review.v1.Decision;
import chatwarden.statistics.v1.ChatStatistics;
import chatwarden.store.access.ApiKey;
import chatwarden.store.comment.CommentPage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.review.Reviewer;
import chatwarden.store.review.Verdict;
import chatwarden.store.statistics.StatisticsQuery;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.Tagging;
import chatwarden.type.v1.TaggingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A store that commit d0194eb wrote, opened by this version. Of the chat {@code old-game}, with 60
 * comments of which 24 are flagged, the last eight are not tagged, one is removed, one is deleted
 * by the platform, the first of author 2 are banned, and Ann decided on four and took one back;
 * {@code old-talk} has the same comments and is over.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpgradeTest {

  private static final String GAME = "old-game";
  private static final Reviewer BEN = new Reviewer("Ben", "key:b");

  private final RedisServer redis = RedisServer.start();
  private final TestChat chat = TestChat.of(GAME, 60, 0.4);
  private final List<String> flagged =
      chat.tagged().stream().map(it -> it.getComment().getComment().getId()).toList();
  private final OpenStores stores;

  UpgradeTest() throws Exception {
    RespFile.load("store-layout-1.resp.gz", redis);
    stores = open(redis);
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  @Test
  void chatsHaveTheirCounts() {
    assertThat(stores.comments().chats(10, "").chats())
        .extracting(Chat::getId, Chat::getState, Chat::getCommentCount, Chat::getFlaggedCount)
        .containsExactly(
            tuple("old-talk", ChatState.ENDED, 60L, 24L), tuple(GAME, ChatState.LIVE, 60L, 24L));
  }

  @Test
  void pagesGiveEveryCommentThatIsThereOnce() {
    List<ModeratedComment> found = new ArrayList<>();
    String token = "";
    do {
      CommentPage page =
          stores
              .comments()
              .list(new CommentQuery(GAME, 7, token, CommentFilter.getDefaultInstance()));
      found.addAll(page.comments());
      token = page.nextPageToken();
    } while (!token.isEmpty());
    assertThat(found)
        .extracting(comment -> comment.getComment().getId())
        .doesNotHaveDuplicates()
        .doesNotContain(chat.commentId(50))
        .hasSize(59);
    assertThat(found.getLast().getComment()).isEqualTo(chat.comments().getFirst().getComment());
  }

  @Test
  void aCommentHasItsSpansAndItsMarks() {
    ModeratedComment tagged = stores.comments().get(GAME, flagged.get(0)).orElseThrow();
    assertThat(tagged.getTagging()).isEqualTo(chat.tagged().getFirst().getTagging());
    assertThat(tagged.getTaggingState()).isEqualTo(TaggingState.TAGGED);
    assertThat(stores.comments().get(GAME, flagged.get(6)))
        .hasValueSatisfying(comment -> assertThat(comment.hasDeleteTime()).isTrue());
    assertThat(stores.comments().get(GAME, chat.commentId(50))).isEmpty();
    assertThat(
            stores.comments().get(GAME, flagged.getLast()).map(ModeratedComment::getTaggingState))
        .contains(TaggingState.PENDING);
  }

  @Test
  void commentsAndEventsOfBeforeSayWhetherTheyAreFlagged() {
    assertThat(stores.comments().get(GAME, flagged.get(1)))
        .hasValueSatisfying(
            comment ->
                assertThat(comment)
                    .returns(true, ModeratedComment::getFlagged)
                    .returns(FlagReason.FLAG_THRESHOLD, ModeratedComment::getFlagReason)
                    .returns(false, ModeratedComment::hasExceededThreshold));
    assertThat(stores.allEvents("old-talk"))
        .filteredOn(WatchCommentsResponse::hasClassified)
        .filteredOn(event -> event.getClassified().getFlagged())
        .hasSize(24)
        .allMatch(it -> it.getClassified().getFlagReason() == FlagReason.FLAG_THRESHOLD);
    assertThat(stores.allEvents("old-talk"))
        .filteredOn(WatchCommentsResponse::hasTagged)
        .isNotEmpty()
        .allMatch(event -> event.getTagged().getFlagged());
  }

  @Test
  void eventsOfBeforeComeWithTheirSpans() {
    List<Tagging> expected = chat.tagged().stream().map(it -> it.getTagging()).toList();
    assertThat(stores.allEvents("old-talk"))
        .filteredOn(WatchCommentsResponse::hasTagged)
        .extracting(event -> event.getTagged().getTagging())
        .containsExactlyElementsOf(expected);
    assertThat(stores.allEvents("old-talk").getLast().hasEnded()).isTrue();
  }

  @Test
  void theAuditLogHasWhoDecided() {
    List<AuditEntry> entries = stores.reviews().auditAfter(GAME, "", 100);
    assertThat(entries)
        .extracting(AuditEntry::getAction)
        .containsExactly(
            AuditAction.DECIDE,
            AuditAction.DECIDE,
            AuditAction.DECIDE,
            AuditAction.DECIDE,
            AuditAction.UNDO,
            AuditAction.UPDATE_SETTINGS);
    assertThat(entries.getFirst())
        .returns("Ann", AuditEntry::getReviewer)
        .returns("key:k3v9x2abcd", AuditEntry::getCaller)
        .returns(Decision.HIDE, AuditEntry::getDecision)
        .returns(flagged.getFirst(), AuditEntry::getComment);
  }

  @Test
  void settingsKeysAndFeedbackAreThere() {
    assertThat(stores.settings().get(GAME).getFlagThreshold()).isEqualTo(0.6f);
    assertThat(stores.settings().get(GAME).getReviewer()).isEqualTo("Ann");
    assertThat(stores.feedback().newest(10)).hasSize(1);
    assertThat(stores.keys().list()).extracting(ApiKey::role).containsExactly(Role.ADMIN);
  }

  @Test
  void statisticsCountTheComments() {
    ChatStatistics statistics =
        stores
            .statistics()
            .read(new StatisticsQuery("old-talk", null, null, null, null, "", 10, 10));
    assertThat(statistics.getTotals().getCommentCount()).isEqualTo(60);
    assertThat(statistics.getTotals().getFlaggedCount()).isEqualTo(24);
    assertThat(statistics.getTopSpansList()).isNotEmpty();
  }

  @Test
  void theQueueHandsOutWhatWaitsForADecisionAndTheChatGoesOn() throws Exception {
    try (RedisServer own = RedisServer.start()) {
      RespFile.load("store-layout-1.resp.gz", own);
      try (OpenStores opened = open(own)) {
        decideAndEnd(opened);
      }
    }
  }

  private void decideAndEnd(OpenStores opened) {
    ClaimReviewsResponse claim = opened.reviews().claim(GAME, BEN, 50, Duration.ofMinutes(5));
    assertThat(claim.getReviewsList())
        .isNotEmpty()
        .noneMatch(review -> review.getComment().hasDeleteTime())
        .noneMatch(review -> review.getComment().hasBanTime());
    List<String> ids =
        claim.getReviewsList().stream()
            .map(review -> review.getComment().getComment().getId())
            .toList();
    assertThat(ids).doesNotContainAnyElementsOf(flagged.subList(0, 3));
    opened.reviews().decide(GAME, ids.getFirst(), BEN, new Verdict(Decision.ALLOW, "", null));
    List<TaggedBatch> last = chat.taggedBatches(8);
    OpenStores.await(opened.comments().record(last.getLast()));
    OpenStores.await(opened.comments().record(chat.end("2026-01-01T12:30:00Z")));
    assertThat(opened.comments().chat(GAME).map(Chat::getState)).contains(ChatState.ENDED);
    assertThat(opened.allEvents(GAME).getLast().hasEnded()).isTrue();
  }

  /** Comments of 2026 are kept, whenever the test runs. */
  private static OpenStores open(RedisServer redis) throws InterruptedException {
    return new OpenStores(OpenStores.config(redis).with(StoreKeys.RETENTION, Duration.ZERO));
  }
}
