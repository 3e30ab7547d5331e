package chatwarden.store.comment;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.livechat.v1.WatchCommentsResponse.EventCase;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.session.SessionLease;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.ModeratedComment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promises of deletions, bans, removals and ends, on every kind of Redis. */
abstract class ChatEndContract extends RewritingContract {

  private static final String NOON = "2026-01-01T12:30:00Z";

  @Test
  void deletionBeforeItsCommentWaitsForIt() {
    TestChat chat = TestChat.of("early-deletion", 2, 0);
    OpenStores.await(stores().comments().record(chat.deletion(chat.commentId(1))));
    assertThat(stores().comments().get(chat.id(), chat.commentId(1))).isEmpty();
    classify(chat);
    assertThat(kinds(chat))
        .containsExactly(EventCase.DELETED, EventCase.CLASSIFIED, EventCase.CLASSIFIED);
    ModeratedComment deleted = get(chat, chat.commentId(1));
    assertThat(deleted.getDeleteTime())
        .isEqualTo(chat.deletion(chat.commentId(1)).getDeleted().getDeleteTime());
    assertThat(stores().allEvents(chat.id()).get(2).getClassified()).isEqualTo(deleted);
    assertThat(get(chat, chat.commentId(0)).hasDeleteTime()).isFalse();
  }

  @Test
  void banMarksWhatTheAuthorWroteBeforeItAlsoWhatComesLater() {
    TestChat chat = TestChat.of("banned", 30, 0);
    List<ClassifiedBatch> batches = chat.classifiedBatches(10);
    String author = chat.comments().get(0).getComment().getAuthor().getId();
    OpenStores.await(stores().comments().record(batches.get(0)));
    OpenStores.await(stores().comments().record(chat.ban(author, 19)));
    OpenStores.await(stores().comments().record(chat.ban(author, 19)));
    OpenStores.await(stores().comments().record(batches.get(1)));
    OpenStores.await(stores().comments().record(batches.get(2)));
    for (int i = 0; i < 30; i++) {
      boolean banned =
          i <= 19 && chat.comments().get(i).getComment().getAuthor().getId().equals(author);
      assertThat(get(chat, chat.commentId(i)).hasBanTime()).as("comment %d", i).isEqualTo(banned);
    }
    assertThat(kinds(chat)).containsOnlyOnce(EventCase.BANNED);
  }

  @Test
  void banOfNobodyInParticularMarksTheWholeChat() {
    TestChat chat = TestChat.of("cleared", 60, 0);
    classify(chat);
    OpenStores.await(stores().comments().record(chat.ban("", 40)));
    for (int i = 0; i < 60; i++) {
      assertThat(get(chat, chat.commentId(i)).hasBanTime()).isEqualTo(i <= 40);
    }
  }

  @Test
  void endIsToldOnceAndOnlyWhenAllIsTagged() {
    TestChat chat = TestChat.of("ended", 5, 1);
    stores().start(chat.id());
    classify(chat);
    OpenStores.await(stores().comments().record(chat.end(NOON)));
    assertThat(kinds(chat)).doesNotContain(EventCase.ENDED);
    assertThat(state(chat)).isEqualTo(ChatState.LIVE);
    chat.taggedBatches(2).forEach(batch -> OpenStores.await(stores().comments().record(batch)));
    OpenStores.await(stores().comments().record(chat.end(NOON)));
    OpenStores.await(stores().comments().record(chat.end("2026-01-01T12:40:00Z")));
    assertThat(kinds(chat)).containsOnlyOnce(EventCase.ENDED).endsWith(EventCase.ENDED);
    assertThat(state(chat)).isEqualTo(ChatState.ENDED);
  }

  @Test
  void chatThatIsReadAgainIsLiveAndEndsAgain() {
    TestChat chat = TestChat.of("again", 3, 0);
    stores().start(chat.id());
    classify(chat);
    OpenStores.await(stores().comments().record(chat.end(NOON)));
    finish(chat);
    stores().start(chat.id());
    assertThat(state(chat)).isEqualTo(ChatState.LIVE);
    OpenStores.await(stores().comments().record(chat.end(NOON)));
    assertThat(state(chat)).as("the first end, redelivered").isEqualTo(ChatState.LIVE);
    OpenStores.await(stores().comments().record(chat.end("2026-01-01T13:30:00Z")));
    assertThat(state(chat)).isEqualTo(ChatState.ENDED);
    assertThat(kinds(chat).stream().filter(EventCase.ENDED::equals)).hasSize(2);
  }

  @Test
  void sessionsOfAChatAreToldApart() {
    TestChat chat = TestChat.of("sessions", 3, 0);
    Session first = stores().start(chat.id());
    classify(chat);
    OpenStores.await(stores().comments().record(chat.end(NOON, first.getId())));
    finish(chat);
    Session second = stores().start(chat.id());
    OpenStores.await(stores().comments().record(chat.end("2026-01-01T13:30:00Z", second.getId())));
    assertThat(kinds(chat).subList(3, 6))
        .containsExactly(EventCase.ENDED, EventCase.STARTED, EventCase.ENDED);
    List<WatchCommentsResponse> events = stores().allEvents(chat.id());
    assertThat(events.get(3).getEnded().getSession()).isEqualTo(first.getId());
    assertThat(events.get(4).getStarted().getSession()).isEqualTo(second.getId());
    assertThat(events.get(4).getStarted().getSource()).isEqualTo(second.getSource());
    assertThat(events.get(5).getEnded().getSession()).isEqualTo(second.getId());
  }

  @Test
  void endOfASessionThatComesAfterTheNextBeganEndsNothing() {
    TestChat chat = TestChat.of("late-end", 3, 0);
    Session first = stores().start(chat.id());
    classify(chat);
    finish(chat);
    Session second = stores().start(chat.id());
    OpenStores.await(stores().comments().record(chat.end(NOON, first.getId())));
    assertThat(state(chat)).isEqualTo(ChatState.LIVE);
    assertThat(kinds(chat)).endsWith(EventCase.STARTED);
    OpenStores.await(stores().comments().record(chat.end("2026-01-01T13:30:00Z", second.getId())));
    assertThat(state(chat)).isEqualTo(ChatState.ENDED);
  }

  @Test
  void removedCommentIsGoneFromEverywhereAndDoesNotComeBack() {
    TestChat chat = TestChat.of("removed", 3, 1);
    stores().start(chat.id());
    classify(chat);
    String id = chat.commentId(1);
    assertThat(stores().comments().delete(chat.id(), id)).isTrue();
    assertThat(stores().comments().delete(chat.id(), id)).isFalse();
    classify(chat);
    chat.taggedBatches(3).forEach(batch -> OpenStores.await(stores().comments().record(batch)));
    OpenStores.await(stores().comments().record(chat.end(NOON)));
    assertThat(stores().comments().get(chat.id(), id)).isEmpty();
    assertThat(stores().hash(chat.id(), id)).doesNotContainKey("text");
    List<WatchCommentsResponse> events = stores().allEvents(chat.id());
    assertThat(events)
        .noneMatch(event -> event.getClassified().getComment().getId().equals(id))
        .noneMatch(event -> event.getTagged().getComment().getId().equals(id));
    assertThat(kinds(chat)).containsOnlyOnce(EventCase.DELETED).endsWith(EventCase.ENDED);
    assertThat(stores().comments().chat(chat.id()).map(Chat::getCommentCount)).contains(3L);
  }

  @Test
  void deletionOfWhatIsNotThereIsNoDeletion() {
    assertThat(stores().comments().delete("nowhere", "c1")).isFalse();
    assertThat(stores().comments().delete("not a chat", "c1")).isFalse();
  }

  private void finish(TestChat chat) {
    try (SessionLease lease = stores().claim(chat.id())) {
      lease.finish(ChatState.ENDED, "over");
    }
  }
}
