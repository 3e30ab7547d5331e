package chatwarden.ingest.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.HeldComment;
import chatwarden.type.v1.HeldState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class EventSubMessagesTest extends EventSubFixture {

  @Test
  void commentHasItsAuthorBadgesAndTime() throws Exception {
    Instant before = Instant.now();
    try (Reading reading = reading().awaitSubscribed()) {
      events.send(
          MESSAGE,
          "1",
          said("c1", "xin \\\"chào\\\"")
              .replace(
                  "\"badges\":[]",
                  "\"badges\":[{\"set_id\":\"moderator\",\"id\":\"1\",\"info\":\"\"},"
                      + "{\"set_id\":\"subscriber\",\"id\":\"3\",\"info\":\"3\"},"
                      + "{\"set_id\":\"glhf-pledge\",\"id\":\"1\",\"info\":\"\"}]"));
      awaitComment("c1");
      assertThat(reading.ending).isNotDone();
    }
    Comment comment = sink.comments().getFirst();
    assertThat(comment.getChat()).isEqualTo("chat");
    assertThat(comment.getText()).isEqualTo("xin \"chào\"");
    assertThat(comment.getAuthor().getId()).isEqualTo("77");
    assertThat(comment.getAuthor().getName()).isEqualTo("An");
    assertThat(comment.getAuthor().getBadgesList()).containsExactly(Badge.MODERATOR, Badge.MEMBER);
    assertThat(comment.getOrigin()).isEmpty();
    assertThat(Instant.ofEpochSecond(comment.getPublishTime().getSeconds()))
        .isBetween(before.minusSeconds(1), Instant.now());
  }

  @Test
  void commentOfASharedChatNamesTheChannelThatItComesFrom() throws Exception {
    String shared =
        said("c1", "x")
            .replace(
                "\"source_broadcaster_user_id\":null",
                "\"source_broadcaster_user_id\":\"5\","
                    + "\"source_broadcaster_user_login\":\"other\",\"source_message_id\":\"o1\"");
    try (Reading _ = reading().awaitSubscribed()) {
      events.send(MESSAGE, "1", shared);
      events.send(MESSAGE, "1", shared.replace("\"5\"", "\"1\"").replace("c1", "c2"));
      awaitComment("c2");
    }
    assertThat(sink.comments()).extracting(Comment::getOrigin).containsExactly("other", "");
  }

  @Test
  void noticesWithWordsAndWrappedTextsAreComments() throws Exception {
    try (Reading _ = reading().awaitSubscribed()) {
      events.send("channel.chat.notification", "1", said("c1", "năm thứ hai!"));
      events.send("channel.chat.notification", "1", said("c2", ""));
      events.send(MESSAGE, "1", said("c3", "\\u0001ACTION vẫy tay\\u0001"));
      awaitComment("c3");
    }
    assertThat(sink.comments())
        .extracting(Comment::getText)
        .containsExactly("năm thứ hai!", "vẫy tay");
    assertThat(sink.rejections()).isEmpty();
  }

  @Test
  void deletionsBansAndAClearedRoomAreReportedInTheirPlace() throws Exception {
    try (Reading _ = reading().awaitSubscribed()) {
      say("c1");
      events.send("channel.chat.message_delete", "1", "\"message_id\":\"c1\"");
      events.send(
          "channel.chat.clear_user_messages",
          "1",
          "\"target_user_id\":\"77\",\"target_user_name\":\"An\"");
      events.send("channel.chat.clear", "1", "\"broadcaster_user_name\":\"Chan\"");
      await().until(() -> sink.taken().size() == 4);
    }
    assertThat(sink.taken().getFirst()).isInstanceOf(Comment.class);
    ChatEvent ban = sink.events().get(1);
    assertThat(sink.events().getFirst().getDeleted().getId()).isEqualTo("c1");
    assertThat(ban.getBanned().getAuthor().getId()).isEqualTo("77");
    assertThat(ban.getBanned().getAuthor().getName()).isEqualTo("An");
    assertThat(ban.getBanned().hasBanDuration()).isFalse();
    assertThat(sink.events().get(2).getBanned().getAuthor().getId()).isEmpty();
  }

  private static String held(String more) {
    return "\"user_id\":\"77\",\"user_login\":\"an\",\"user_name\":\"An\",\"message_id\":\"c1\","
        + "\"message\":{\"text\":\"xin chào\",\"fragments\":[]},\"reason\":\"automod\","
        + "\"automod\":{\"category\":\"swearing\",\"level\":2},\"blocked_term\":null"
        + more;
  }

  @Test
  void commentThatAutoModHoldsIsReportedAndIsOneOnceItIsPublished() throws Exception {
    try (Reading _ = reading().awaitSubscribed()) {
      events.send("automod.message.hold", "1", held(""));
      events.send("automod.message.update", "1", held(",\"status\":\"Approved\""));
      say("c1");
      awaitComment("c1");
    }
    HeldComment hold = sink.events().getFirst().getHeld();
    assertThat(hold.getState()).isEqualTo(HeldState.HELD);
    assertThat(hold.getCategory()).isEqualTo("swearing");
    assertThat(hold.getComment().getText()).isEqualTo("xin chào");
    assertThat(hold.getComment().getAuthor().getName()).isEqualTo("An");
    HeldComment release = sink.events().get(1).getHeld();
    assertThat(release.getState()).isEqualTo(HeldState.APPROVED);
    assertThat(release.getComment().getText()).isEmpty();
    assertThat(release.getComment().getAuthor().getId()).isEqualTo("77");
    assertThat(sink.ids()).containsExactly("c1");
  }

  @Test
  void repeatedMessagesAndCommentsAreTakenOnceAndBrokenOnesRejected() throws Exception {
    try (Reading _ = reading().awaitSubscribed()) {
      events.send("m-same", MESSAGE, "1", said("c1", "x"));
      events.send("m-same", MESSAGE, "1", said("c2", "x"));
      events.send("m-other", MESSAGE, "1", said("c1", "x"));
      events.send(MESSAGE, "1", said("", "x"));
      events.send("channel.chat.clear_user_messages", "1", "\"target_user_id\":\"\"");
      events.send(MESSAGE, "1", said("c3", "x".repeat(9_000)));
      awaitComment("c3");
    }
    assertThat(sink.ids()).containsExactly("c1", "c3");
    assertThat(sink.events()).isEmpty();
    assertThat(sink.rejections())
        .extracting(rejection -> rejection.field() + ": " + rejection.problem())
        .containsExactly("id: must not be missing or empty", "target_user_id: must not be missing");
  }
}
