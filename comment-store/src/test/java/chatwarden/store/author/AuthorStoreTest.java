package chatwarden.store.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.account.v1.AccountRecord;
import chatwarden.author.v1.AuthorCard;
import chatwarden.author.v1.AuthorNote;
import chatwarden.author.v1.DecisionCounts;
import chatwarden.review.v1.Decision;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.note.StoredNotes;
import chatwarden.store.personal.AccountScope;
import chatwarden.store.personal.ErasureCounts;
import chatwarden.store.redis.MarkedAccount;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.review.Reviewer;
import chatwarden.store.review.Verdict;
import chatwarden.testing.engine.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthorStoreTest {

  private static final Reviewer BEN = new Reviewer("Ben", "key:b");
  private static final String OTHER = "UCother";

  private final RedisServer redis = RedisServer.start();
  private final OpenStores stores;

  AuthorStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  @Test
  void aCardHasTheCountsTheDecisionsAndTheBans() {
    MarkedAccount.leaveTraces(stores, "card", 12);
    stores.reviews().claim("card", BEN, 50, Duration.ofMinutes(5));
    stores.reviews().decide("card", "c-8", BEN, new Verdict(Decision.ALLOW, "", null));
    stores.reviews().decide("card", "c-10", BEN, new Verdict(Decision.TIME_OUT, "again", null));

    AuthorCard card = stores.authors().card("card", MarkedAccount.ID);
    assertThat(card.getAuthor().getName()).isEqualTo(MarkedAccount.NAME);
    assertThat(card.getCommentCount()).isEqualTo(12);
    assertThat(card.getCountedCount()).isEqualTo(12);
    assertThat(card.getFlaggedCount()).isEqualTo(6);
    assertThat(card.getOffensiveCount()).isEqualTo(6);
    assertThat(card.getHateCount()).isZero();
    assertThat(card.getDecisions())
        .isEqualTo(DecisionCounts.newBuilder().setAllow(1).setHide(1).setTimeOut(1).build());
    assertThat(card.getStrikeCount()).isEqualTo(2);
    assertThat(card.getRecentReviewsList())
        .extracting(review -> review.getComment().getComment().getId())
        .containsExactlyInAnyOrder("c-0", "c-8", "c-10")
        .last()
        .isEqualTo("c-0");
    assertThat(card.getFirstPublishTime()).isEqualTo(StoredTime.timestamp(MarkedAccount.FIRST));
    assertThat(card.getLastPublishTime())
        .isEqualTo(StoredTime.timestamp(MarkedAccount.FIRST.plusMillis(11)));
    assertThat(card.getBanTimesList())
        .containsExactly(StoredTime.timestamp(MarkedAccount.FIRST.minusSeconds(1)));
  }

  @Test
  void notesAreAddedAndDeletedOneByOne() {
    MarkedAccount.leaveTraces(stores, "noted", 4);
    AuthorNote first = stores.authors().addNote("noted", OTHER, "warned", BEN);
    AuthorNote second = stores.authors().addNote("noted", OTHER, "warned again", BEN);
    assertThat(stores.authors().card("noted", OTHER).getNotesList()).containsExactly(second, first);
    assertThat(first.getReviewer()).isEqualTo("Ben");
    assertThat(first.getCaller()).isEqualTo("key:b");
    assertThat(first.hasCreateTime()).isTrue();
    stores.authors().deleteNote("noted", OTHER, first.getId());
    stores.authors().deleteNote("noted", OTHER, first.getId());
    assertThat(stores.authors().card("noted", OTHER).getNotesList()).containsExactly(second);
    assertThat(stores.authors().card("noted", MarkedAccount.ID).getNotesList()).isEmpty();
  }

  @Test
  void badNotesAndUnknownAuthorsAreRefused() {
    MarkedAccount.leaveTraces(stores, "refusing", 4);
    for (String text : List.of("", "  ", "x".repeat(501))) {
      assertThatThrownBy(() -> stores.authors().addNote("refusing", OTHER, text, BEN))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("text");
    }
    assertThatThrownBy(() -> stores.authors().addNote("refusing", "UCnobody", "x", BEN))
        .matches(FaultCode.NOT_FOUND::isOf);
    assertThatThrownBy(() -> stores.authors().card("refusing", "UCnobody"))
        .matches(FaultCode.NOT_FOUND::isOf);
    assertThatThrownBy(() -> stores.authors().card("unknown", OTHER))
        .matches(FaultCode.NOT_FOUND::isOf);
    for (int i = 0; i < 50; i++) {
      stores.authors().addNote("refusing", OTHER, "note " + i, BEN);
    }
    assertThatThrownBy(() -> stores.authors().addNote("refusing", OTHER, "one more", BEN))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("50");
  }

  @Test
  void anErasedAccountHasNoNotesAndOthersNoLongerNameIt() throws Exception {
    MarkedAccount.leaveTraces(stores, "erased", 4);
    stores.authors().addNote("erased", MarkedAccount.ID, "says " + MarkedAccount.TEXT, BEN);
    stores.authors().addNote("erased", OTHER, "friend of " + MarkedAccount.NAME, BEN);
    AccountScope scope = new AccountScope(MarkedAccount.ID, "erased");
    assertThat(stores.personalData().export(scope, BEN, 100, "").records()).isNotEmpty();
    assertThat(exported(scope))
        .filteredOn(AccountRecord::hasNotes)
        .singleElement()
        .satisfies(record -> assertThat(record.getNotes().getNotesCount()).isEqualTo(1));

    ErasureCounts counts = stores.personalData().erase(scope, BEN);
    assertThat(counts.notes()).isEqualTo(2);
    assertThat(new StoredNotes(stores.raw(), "erased").areAbout(MarkedAccount.ID)).isFalse();
    assertThat(stores.authors().card("erased", OTHER).getNotes(0).getText())
        .isEqualTo("friend of [erased]");
    assertThatThrownBy(() -> stores.authors().addNote("erased", MarkedAccount.ID, "x", BEN))
        .matches(FaultCode.NOT_FOUND::isOf);
  }

  private List<AccountRecord> exported(AccountScope scope) {
    List<AccountRecord> records = new java.util.ArrayList<>();
    String token = "";
    do {
      var page = stores.personalData().export(scope, BEN, 100, token);
      records.addAll(page.records());
      token = page.nextPageToken();
    } while (!token.isEmpty());
    return records;
  }

  @Test
  void aModeratorWhoLeftIsNamedByAPseudonym() {
    MarkedAccount.leaveTraces(stores, "left", 4);
    stores.authors().addNote("left", OTHER, "warned", new Reviewer("Cam", "key:c"));
    assertThat(stores.personalData().pseudonymize("Cam", "key:c", BEN)).isPositive();
    AuthorNote note = stores.authors().card("left", OTHER).getNotes(0);
    assertThat(note.getReviewer()).startsWith("former ");
    assertThat(note.getCaller()).startsWith("former:");
    assertThat(note.getText()).isEqualTo("warned");
  }

  @Test
  void oldNotesGo() {
    MarkedAccount.leaveTraces(stores, "old", 4);
    stores.authors().addNote("old", OTHER, "warned", BEN);
    StoredNotes notes = new StoredNotes(stores.raw(), "old");
    notes.removeBefore(Instant.now().minusSeconds(60));
    assertThat(notes.of(OTHER).getNotesCount()).isEqualTo(1);
    notes.removeBefore(Instant.now().plusSeconds(60));
    assertThat(notes.areAbout(OTHER)).isFalse();
  }
}
