package chatwarden.store.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Decision;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.review.MadeDecision.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MadeDecisionsTest extends ReviewStoreFixture {

  private static final Verdict ALLOW = new Verdict(Decision.ALLOW, "", null);

  MadeDecisionsTest() throws InterruptedException {}

  private List<MadeDecision> all(String chat, int pageSize) {
    List<MadeDecision> all = new ArrayList<>();
    String token = "";
    do {
      DecisionPage page = reviews.decisions(chat, pageSize, token);
      all.addAll(page.decisions());
      token = page.nextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  @Test
  void decisionInForceComesWithItsComment() {
    TestChat chat = chat();
    String id = ids(reviews.claim(chat.id(), ANN, 1, LEASE)).getFirst();
    reviews.decide(chat.id(), id, ANN, HIDE);

    MadeDecision made = all(chat.id(), 10).getFirst();

    assertThat(made.state()).isEqualTo(State.IN_FORCE);
    assertThat(made.review().orElseThrow()).isEqualTo(reviews.get(chat.id(), id));
  }

  @Test
  void decisionThatWasTakenBackIsUndoneAndAnEarlierOneSuperseded() {
    TestChat chat = chat();
    List<String> ids = ids(reviews.claim(chat.id(), ANN, 2, LEASE));
    reviews.decide(chat.id(), ids.get(0), ANN, HIDE);
    reviews.undo(chat.id(), ids.get(0), ANN);
    reviews.decide(chat.id(), ids.get(1), ANN, HIDE);
    reviews.undo(chat.id(), ids.get(1), ANN);
    reviews.decide(chat.id(), ids.get(1), ANN, ALLOW);

    assertThat(all(chat.id(), 10).stream().map(MadeDecision::state))
        .containsExactly(State.UNDONE, State.SUPERSEDED, State.IN_FORCE);
  }

  @Test
  void pagesHaveEachDecisionOnce() {
    TestChat chat = chat();
    for (String id : ids(reviews.claim(chat.id(), ANN, 7, LEASE))) {
      reviews.decide(chat.id(), id, ANN, HIDE);
    }

    assertThat(all(chat.id(), 2)).isEqualTo(all(chat.id(), 100)).hasSize(7);
  }

  @Test
  void removedCommentsAndThosePastTheRetentionAreExpired() {
    TestChat chat = chat();
    List<String> ids = ids(reviews.claim(chat.id(), ANN, 2, LEASE));
    ids.forEach(id -> reviews.decide(chat.id(), id, ANN, HIDE));
    stores.comments().delete(chat.id(), ids.get(0));
    String key = new ChatKeys(chat.id()).comment(ids.get(1));
    stores.raw().ask(commands -> commands.pexpire(key, Duration.ofMinutes(29)));

    assertThat(all(chat.id(), 10).stream().map(MadeDecision::state))
        .as("the sweep is due within 3 intervals of 10 minutes before Redis removes the hash")
        .containsExactly(State.EXPIRED, State.EXPIRED);
  }

  @Test
  void exportIsLoggedWithItsCaller() {
    TestChat chat = chat();
    reviews.noteExport(chat.id(), new Reviewer("Ann", "key:1"));

    AuditEntry entry = reviews.audit(chat.id(), 0, "").entries().getFirst();

    assertThat(entry.getAction()).isEqualTo(AuditAction.EXPORT_LABELS);
    assertThat(entry.getReviewer()).isEqualTo("Ann");
    assertThat(entry.getCaller()).isEqualTo("key:1");
    assertThat(entry.getCreateTime().getSeconds()).isPositive();
    assertThat(all(chat.id(), 10)).isEmpty();
  }

  @Test
  void unknownChatsAndForeignTokensAreRefused() {
    TestChat chat = chat();
    assertThatThrownBy(() -> reviews.decisions("unknown", 10, ""))
        .matches(FaultCode.NOT_FOUND::isOf);
    assertThatThrownBy(() -> reviews.noteExport("unknown", ANN)).matches(FaultCode.NOT_FOUND::isOf);
    assertThatThrownBy(() -> reviews.decisions(chat.id(), 10, "1-1-00000000"))
        .isInstanceOf(InvalidInputException.class);
  }
}
