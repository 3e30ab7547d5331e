package chatwarden.store.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.account.v1.AccountRecord;
import chatwarden.account.v1.AccountRecord.RecordCase;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.livechat.v1.Chat;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.statistics.v1.GetChatStatisticsRequest;
import chatwarden.store.action.ActionStore;
import chatwarden.store.action.StoredAction;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.MarkedAccount;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.review.Reviewer;
import chatwarden.store.statistics.StatisticsQuery;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class PersonalDataStoreTest {

  private static final Reviewer ADMIN = new Reviewer("Admin", "key:admin12345");
  private static final AccountScope ACCOUNT = new AccountScope(MarkedAccount.ID, "");

  private RedisServer redis;
  private OpenStores stores;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start();
    stores = OpenStores.on(redis);
  }

  @AfterEach
  void stop() {
    stores.close();
    redis.close();
  }

  @Test
  void nothingOfAnErasedAccountIsLeftAndOthersAreUntouched() throws Exception {
    MarkedAccount.leaveTraces(stores, "one", 250);
    MarkedAccount.leaveTraces(stores, "two", 3);
    Chat before = stores.comments().chat("one").orElseThrow();
    assertThat(redis.keysWith(MarkedAccount.MARKERS)).hasSizeGreaterThan(20);

    ErasureCounts counts = stores.personalData().erase(ACCOUNT, ADMIN);

    assertThat(redis.keysWith(MarkedAccount.MARKERS)).isEmpty();
    assertThat(counts.comments()).isEqualTo(253);
    assertThat(counts.bans()).isEqualTo(2);
    assertThat(counts.events()).isEqualTo(4);
    assertThat(counts.feedback()).isEqualTo(2);
    assertThat(counts.auditEntries()).isEqualTo(8);
    Awaitility.await()
        .untilAsserted(() -> assertThat(redis.filesWith(MarkedAccount.MARKERS)).isEmpty());
    assertThat(stores.comments().chat("one")).contains(before);
    assertThat(redis.command("ZCARD cw:{one}:time")).isEqualTo(":250");
    assertThat(stores.comments().list(CommentQuery.of("one")).comments())
        .hasSize(50)
        .allMatch(comment -> comment.getComment().getId().startsWith("other-"));
    var statistics =
        stores
            .statistics()
            .read(StatisticsQuery.of(GetChatStatisticsRequest.newBuilder().setChat("one").build()));
    assertThat(statistics.toString()).contains("UCother").doesNotContain(MarkedAccount.ID);
    assertThat(stores.personalData().erase(ACCOUNT, ADMIN)).isEqualTo(ErasureCounts.NONE);
    assertThat(redis.keysWith(MarkedAccount.MARKERS)).isEmpty();
  }

  @Test
  void auditLogKeepsItsEntriesWithPseudonyms() {
    MarkedAccount.leaveTraces(stores, "log", 4);
    List<AuditEntry> before = stores.reviews().auditAfter("log", "", 100);
    stores.personalData().erase(ACCOUNT, ADMIN);
    List<AuditEntry> after = stores.reviews().auditAfter("log", "", 100);
    String pseudonym = stores.personalData().pseudonym(MarkedAccount.ID);
    assertThat(after).hasSize(before.size() + 1);
    for (int i = 0; i < before.size(); i++) {
      AuditEntry entry = before.get(i);
      assertThat(after.get(i))
          .isEqualTo(
              entry.getAuthorId().equals(MarkedAccount.ID)
                  ? entry.toBuilder().setAuthorId(pseudonym).setNote("").build()
                  : entry.toBuilder()
                      .setNote(entry.getNote().replace(MarkedAccount.NAME, "[erased]"))
                      .build());
    }
    assertThat(after.getLast().getAction()).isEqualTo(AuditAction.ERASE_ACCOUNT);
    assertThat(after.getLast().getAuthorId()).isEqualTo(pseudonym);
    assertThat(after.getLast().getReviewer()).isEqualTo("Admin");
    assertThat(stores.reviews().get("log", "other-0").getNote()).isEqualTo("to [erased]");
  }

  @Test
  void actionsOnPlatformsNameNeitherTheAccountNorTheModeratorAfterwards() {
    MarkedAccount.leaveTraces(stores, "acted", 4);
    ActionStore actions = stores.acting().actions();
    actions.add(ban("over", MarkedAccount.ID));
    StoredAction over = actions.find("acted", "over").orElseThrow();
    actions.change(
        over, over.action().toBuilder().setState(ActionState.DONE).clearNextTryTime().build());
    actions.add(ban("waits", MarkedAccount.ID));
    actions.add(ban("other", "UCother"));

    assertThat(stores.personalData().erase(ACCOUNT, ADMIN).isAny()).isTrue();

    assertThat(redis.keysWith(MarkedAccount.MARKERS)).isEmpty();
    assertThat(actions.list("acted", "", 0, "").actions())
        .extracting(Action::getId)
        .containsExactly("other");
    assertThat(actions.openCount("acted")).isEqualTo(1);
    AuditEntry entry =
        stores.reviews().auditAfter("acted", "", 100).stream()
            .filter(AuditEntry::hasPlatformAction)
            .findFirst()
            .orElseThrow();
    assertThat(entry.getPlatformAction().getAuthorId())
        .isEqualTo(stores.personalData().pseudonym(MarkedAccount.ID));
    stores.personalData().pseudonymize(MarkedAccount.ANN.name(), MarkedAccount.ANN.caller(), ADMIN);
    assertThat(redis.keysWith(MarkedAccount.MODERATOR_MARKERS)).isEmpty();
    assertThat(actions.find("acted", "other").orElseThrow().action().getReviewer())
        .startsWith("former ");
  }

  private static Action ban(String id, String author) {
    Timestamp time = StoredTime.timestamp(Instant.now());
    return Action.newBuilder()
        .setId(id)
        .setChat("acted")
        .setKind(ActionKind.BAN_AUTHOR)
        .setComment("c-0")
        .setAuthorId(author)
        .setMessage(author.equals(MarkedAccount.ID) ? "quotes " + MarkedAccount.TEXT : "")
        .setReviewer(MarkedAccount.ANN.name())
        .setCaller(MarkedAccount.ANN.caller())
        .setState(ActionState.WAITING)
        .setCreateTime(time)
        .setUpdateTime(time)
        .setNextTryTime(time)
        .build();
  }

  @Test
  void commentsOnTheirWayDuringTheErasureDoNotComeBack() {
    MarkedAccount.leaveTraces(stores, "way", 4);
    stores.personalData().erase(ACCOUNT, ADMIN);
    var late = MarkedAccount.comment("way", 100, MarkedAccount.FIRST);
    var other = MarkedAccount.other("way", 100, MarkedAccount.FIRST);
    assertThat(
            OpenStores.await(
                stores.comments().record(GoldenStages.classifiedBatch(List.of(late, other)))))
        .as("to tag")
        .containsExactly(other);
    OpenStores.await(
        stores
            .comments()
            .record(
                GoldenStages.taggedBatch(
                    List.of(GoldenStages.tag(late), GoldenStages.tag(other)))));
    OpenStores.await(stores.comments().record(MarkedAccount.ban("way", MarkedAccount.FIRST)));
    // A chat that was not known then.
    OpenStores.await(
        stores
            .comments()
            .record(MarkedAccount.batch(MarkedAccount.comment("later", 1, MarkedAccount.FIRST))));
    stores.start("started");
    OpenStores.await(
        stores
            .comments()
            .record(MarkedAccount.batch(MarkedAccount.comment("started", 1, MarkedAccount.FIRST))));
    assertThat(redis.keysWith(MarkedAccount.MARKERS)).isEmpty();
    Chat chat = stores.comments().chat("way").orElseThrow();
    assertThat(chat.getFlaggedCount()).isEqualTo(5);
    assertThat(hashField("way", "taggedCount")).isEqualTo("5");
  }

  private String hashField(String chat, String field) {
    String meta = new ChatKeys(chat).meta();
    byte[] value = stores.raw().ask(commands -> commands.hget(meta, field));
    return new String(value, StandardCharsets.UTF_8);
  }

  @Test
  void whatAnErasedAccountWritesLaterIsKept() {
    MarkedAccount.leaveTraces(stores, "again", 4);
    stores.personalData().erase(ACCOUNT, ADMIN);
    Instant later = Instant.now().plus(Duration.ofMinutes(1));
    OpenStores.await(
        stores.comments().record(MarkedAccount.batch(MarkedAccount.comment("again", 9, later))));
    assertThat(stores.comments().get("again", "c-9")).isPresent();
  }

  @Test
  void erasureInOneChatLeavesTheOthers() {
    MarkedAccount.leaveTraces(stores, "here", 4);
    MarkedAccount.leaveTraces(stores, "there", 4);
    AccountScope here = new AccountScope(MarkedAccount.ID, "here");
    assertThat(stores.personalData().erase(here, ADMIN).comments()).isEqualTo(4);
    assertThat(redis.keysWith(MarkedAccount.MARKERS))
        .isNotEmpty()
        .noneMatch(key -> key.contains("{here}"));
    assertThat(stores.comments().get("there", "c-0")).isPresent();
  }

  @Test
  void exportHasEverythingOnceAndIsInTheLog() {
    MarkedAccount.leaveTraces(stores, "left", 130);
    MarkedAccount.leaveTraces(stores, "right", 3);
    List<AccountRecord> records = new ArrayList<>();
    String token = "";
    do {
      AccountPage page = stores.personalData().export(ACCOUNT, ADMIN, 20, token);
      assertThat(page.records()).hasSizeLessThanOrEqualTo(20);
      records.addAll(page.records());
      token = page.nextPageToken();
    } while (!token.isEmpty());
    assertThat(records).filteredOn(AccountRecord::hasReview).hasSize(133).doesNotHaveDuplicates();
    assertThat(records).filteredOn(AccountRecord::hasBans).hasSize(2);
    assertThat(records)
        .filteredOn(AccountRecord::hasAuditEntry)
        .extracting(record -> record.getAuditEntry().getAction())
        .containsOnly(AuditAction.DECIDE, AuditAction.UNDO)
        .hasSize(6);
    AccountRecord first =
        records.stream()
            .filter(record -> record.getReview().getComment().getComment().getId().equals("c-0"))
            .findFirst()
            .orElseThrow();
    assertThat(first.getRecordCase()).isEqualTo(RecordCase.REVIEW);
    assertThat(first.getReview().getNote()).contains("quotes");
    ModeratedComment comment = first.getReview().getComment();
    assertThat(comment.getRewriting().getCandidates(0).getText()).contains("please");
    for (String chat : List.of("left", "right")) {
      AuditEntry last = stores.reviews().auditAfter(chat, "", 100).getLast();
      assertThat(last.getAction()).isEqualTo(AuditAction.EXPORT_ACCOUNT);
      assertThat(last.getAuthorId()).isEqualTo(stores.personalData().pseudonym(MarkedAccount.ID));
    }
  }

  @Test
  void tokenOfAnotherExportIsRefused() {
    MarkedAccount.leaveTraces(stores, "token", 30);
    String token = stores.personalData().export(ACCOUNT, ADMIN, 10, "").nextPageToken();
    AccountScope other = new AccountScope("UCother", "");
    assertThatThrownBy(() -> stores.personalData().export(other, ADMIN, 10, token))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> stores.personalData().export(ACCOUNT, ADMIN, 10, "x"))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void moderatorWhoLeftGetsAPseudonymEverywhere() {
    MarkedAccount.leaveTraces(stores, "mod", 12);
    assertThat(redis.keysWith(MarkedAccount.MODERATOR_MARKERS)).isNotEmpty();
    long changed =
        stores
            .personalData()
            .pseudonymize(MarkedAccount.ANN.name(), MarkedAccount.ANN.caller(), ADMIN);
    assertThat(changed).isPositive();
    assertThat(redis.keysWith(MarkedAccount.MODERATOR_MARKERS)).isEmpty();
    assertThat(stores.reviews().get("mod", "c-0").getReviewer()).startsWith("former ");
    assertThat(
            stores
                .personalData()
                .pseudonymize(MarkedAccount.ANN.name(), MarkedAccount.ANN.caller(), ADMIN))
        .isZero();
  }
}
