package chatwarden.store.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.action.v1.ActingMode;
import chatwarden.livechat.v1.DeletedChat;
import chatwarden.livechat.v1.Session;
import chatwarden.review.v1.Decision;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Reviewer;
import chatwarden.store.review.Verdict;
import chatwarden.store.session.SessionLease;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ChatDeletionTest {
  private static final Reviewer ANN = new Reviewer("Ann", "key:1");

  @AutoClose private final RedisServer redis = RedisServer.start();
  @AutoClose private final OpenStores stores;
  private final ChatDeletion deletions;

  ChatDeletionTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    deletions = stores.deletions();
  }

  /** Fills a chat with everything that can be kept of one, and leaves it live. */
  private TestChat live(String id) {
    TestChat chat = TestChat.of(id, 60, 0.5);
    stores.sessions().create(Session.newBuilder().setChat(id).setSource("push:" + id).build());
    OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(chat.comments())));
    OpenStores.await(stores.comments().record(GoldenStages.taggedBatch(chat.tagged())));
    OpenStores.await(stores.comments().record(chat.ban("author-1", 3)));
    stores.acting().modes().set(id, ActingMode.ACTING_DRY_RUN, "", ANN);
    String comment = chat.commentId(50);
    stores
        .reviews()
        .decideAny(
            id, comment, ANN, new Verdict(Decision.BAN, "", null), Decision.DECISION_UNSPECIFIED);
    stores.acting().relay().relay(id);
    stores.reviews().claim(id, ANN, 3, Duration.ofMinutes(5));
    return chat;
  }

  private void end(TestChat chat) {
    SessionLease lease = stores.claim(chat.id());
    lease.finish(ChatState.ENDED, "over");
    OpenStores.await(stores.comments().record(chat.end("2026-01-01T13:00:00Z")));
  }

  private List<String> keysOf(String chat) {
    return stores.raw().ask(commands -> commands.keys("cw:{" + chat + "}:*"));
  }

  private List<String> members(String index) {
    return stores.raw().ask(commands -> commands.zrange(index, 0, -1)).stream()
        .map(member -> new String(member, StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void everythingOfTheChatGoesAndNothingOfAnother() {
    TestChat gone = live("gone");
    end(gone);
    TestChat stays = live("gone2");
    end(stays);
    List<String> others = keysOf("gone2");
    assertThat(keysOf("gone")).hasSizeGreaterThan(80);

    deletions.delete("gone", ANN);

    assertThat(keysOf("gone")).isEmpty();
    assertThat(keysOf("gone2")).containsExactlyInAnyOrderElementsOf(others);
    assertThat(stores.comments().chat("gone")).isEmpty();
    assertThat(members(ChatKeys.CHATS)).containsExactly("gone2");
    assertThat(members(ChatKeys.SESSIONS)).hasSize(1).allMatch(id -> id.startsWith("gone2."));
    assertThat(stores.acting().modes().chats()).containsExactly("gone2");
  }

  @Test
  void deletionIsLoggedWithWhoMadeIt() {
    TestChat chat = live("logged");
    end(chat);
    TestChat other = live("other");
    end(other);
    deletions.delete("logged", ANN);
    deletions.delete("other", new Reviewer("Ben", ""));

    DeletedChatPage first = deletions.list(1, "");
    assertThat(first.chats()).extracting(DeletedChat::getId).containsExactly("other");
    DeletedChat deleted = deletions.list(1, first.nextPageToken()).chats().getFirst();
    assertThat(deleted.getId()).isEqualTo("logged");
    assertThat(deleted.getSource()).isEqualTo("push:logged");
    assertThat(deleted.getCommentCount()).isEqualTo(60);
    assertThat(deleted.getReviewer()).isEqualTo("Ann");
    assertThat(deleted.getCaller()).isEqualTo("key:1");
    assertThat(deleted.getDeleteTime().getSeconds()).isPositive();
    assertThatThrownBy(() -> deletions.list(1, "0-0")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void chatThatIsReadIsAskedToStopAndKept() {
    TestChat chat = live("live");
    SessionLease lease = stores.claim("live");

    assertThatThrownBy(() -> deletions.delete("live", ANN))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("repeat the call");

    assertThat(lease.stopRequested()).isTrue();
    assertThat(stores.comments().get("live", chat.commentId(0))).isPresent();
    lease.finish(ChatState.ENDED, "stopped");
    OpenStores.await(stores.comments().record(chat.end("2026-01-01T13:00:00Z")));
    deletions.delete("live", ANN);
    assertThat(keysOf("live")).isEmpty();
  }

  @Test
  void deletionThatBrokeOffIsCompletedByTheNext() {
    TestChat chat = live("half");
    end(chat);
    stores.raw().ask(commands -> commands.unlink(new ChatKeys("half").byTime()));

    deletions.delete("half", ANN);

    assertThat(keysOf("half")).isEmpty();
  }

  @Test
  void chatOfTheSameNameBeginsAnew() {
    TestChat chat = live("again");
    end(chat);
    deletions.delete("again", ANN);

    live("again");

    assertThat(stores.comments().chat("again").orElseThrow().getCommentCount()).isEqualTo(60);
    assertThat(stores.reviews().audit("again", 0, "").entries()).hasSize(2);
  }

  @Test
  void unknownChatIsNotFoundAndLeavesTheList() {
    byte[] member = "none".getBytes(StandardCharsets.UTF_8);
    stores.raw().ask(commands -> commands.zadd(ChatKeys.CHATS, 1, member));
    assertThatThrownBy(() -> deletions.delete("none", ANN)).matches(FaultCode.NOT_FOUND::isOf);
    assertThat(members(ChatKeys.CHATS)).isEmpty();
    assertThat(deletions.list(10, "").chats()).isEmpty();
  }
}
