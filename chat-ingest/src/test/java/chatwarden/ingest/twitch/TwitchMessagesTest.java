package chatwarden.ingest.twitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import org.junit.jupiter.api.Test;

final class TwitchMessagesTest extends TwitchSourceFixture {

  @Test
  void guestsReadWhatIsWritten() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(
          CHANNEL,
          "@badge-info=subscriber/3;badges=broadcaster/1,subscriber/0,partner/1;display-name=An\\sB;"
              + "id=c1;mod=1;subscriber=1;tmi-sent-ts=1767225600123;user-id=77"
              + " :an!an@an.tmi.twitch.tv PRIVMSG #some_channel :xin chào 😀");
      await().until(() -> sink.ids().size() == 1);
    }
    Comment comment = sink.comments().getFirst();
    assertThat(comment.getId()).isEqualTo("c1");
    assertThat(comment.getChat()).isEqualTo("chat");
    assertThat(comment.getText()).isEqualTo("xin chào 😀");
    assertThat(comment.getAuthor().getId()).isEqualTo("77");
    assertThat(comment.getAuthor().getName()).isEqualTo("An B");
    assertThat(comment.getAuthor().getBadgesList())
        .containsExactly(Badge.OWNER, Badge.MEMBER, Badge.VERIFIED, Badge.MODERATOR);
    assertThat(comment.getPublishTime().getSeconds()).isEqualTo(1_767_225_600);
    assertThat(comment.getPublishTime().getNanos()).isEqualTo(123_000_000);
    assertThat(server.received())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("CAP REQ :twitch.tv/tags twitch.tv/commands"),
            line -> assertThat(line).startsWith("PASS "),
            line -> assertThat(line).matches("NICK justinfan\\d+"),
            line -> assertThat(line).isEqualTo("JOIN #some_channel"));
  }

  @Test
  void commentOfASharedChatHasTheRoomThatItComesFrom() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, said("c1", "x").replace("@id", "@room-id=1;source-room-id=5;id"));
      server.say(CHANNEL, said("c2", "x").replace("@id", "@room-id=1;source-room-id=1;id"));
      server.say(CHANNEL, said("c3", "x"));
      await().until(() -> sink.ids().contains("c3"));
    }
    assertThat(sink.comments()).extracting(Comment::getOrigin).containsExactly("5", "", "");
  }

  @Test
  void actionsAndWordsOfSubscribersAreComments() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, said("c1", "\u0001ACTION vẫy tay\u0001"));
      server.say(
          CHANNEL,
          "@id=c2;login=binh;user-id=8;msg-id=resub :tmi.twitch.tv USERNOTICE #some_channel :năm"
              + " thứ hai!");
      server.say(CHANNEL, "@id=c3;login=chi;msg-id=sub :tmi.twitch.tv USERNOTICE #some_channel");
      server.say(CHANNEL, said("c4", "hết"));
      await().until(() -> sink.ids().contains("c4"));
    }
    assertThat(sink.ids()).containsExactly("c1", "c2", "c4");
    assertThat(sink.comments())
        .extracting(Comment::getText)
        .containsExactly("vẫy tay", "năm thứ hai!", "hết");
    assertThat(sink.comments().get(1).getAuthor().getName()).isEqualTo("binh");
  }

  @Test
  void deletionsTimeoutsBansAndAClearedRoomAreReportedInTheirPlace() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, said("c1", "x"));
      server.say(CHANNEL, "@login=an;target-msg-id=c1 :tmi.twitch.tv CLEARMSG #some_channel :x");
      server.say(
          CHANNEL,
          "@ban-duration=600;target-user-id=77 :tmi.twitch.tv CLEARCHAT #some_channel :an");
      server.say(CHANNEL, "@target-user-id=78 :tmi.twitch.tv CLEARCHAT #some_channel :binh");
      server.say(CHANNEL, "@room-id=1 :tmi.twitch.tv CLEARCHAT #some_channel");
      await().until(() -> sink.taken().size() == 5);
    }
    assertThat(sink.taken().getFirst()).isInstanceOf(Comment.class);
    ChatEvent timeout = sink.events().get(1);
    assertThat(sink.events().getFirst().getDeleted().getId()).isEqualTo("c1");
    assertThat(timeout.getBanned().getAuthor().getId()).isEqualTo("77");
    assertThat(timeout.getBanned().getAuthor().getName()).isEqualTo("an");
    assertThat(timeout.getBanned().getBanDuration().getSeconds()).isEqualTo(600);
    assertThat(sink.events().get(2).getBanned().getAuthor().getId()).isEqualTo("78");
    assertThat(sink.events().get(2).getBanned().hasBanDuration()).isFalse();
    assertThat(sink.events().get(3).getBanned().getAuthor().getId()).isEmpty();
  }

  @Test
  void whatIsNoCommentIsRejectedAndARepeatedOneTakenOnce() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, said("", "không có id"));
      server.say(CHANNEL, said("c1", "   "));
      server.say(CHANNEL, ":tmi.twitch.tv CLEARCHAT #some_channel :some_user");
      server.say(CHANNEL, said("c2", "x".repeat(20_000)));
      server.say(CHANNEL, said("c3", "x"));
      server.say(CHANNEL, said("c3", "x"));
      server.say(CHANNEL, said("c4", "y"));
      await().until(() -> sink.ids().contains("c4"));
    }
    assertThat(sink.ids()).containsExactly("c3", "c4");
    assertThat(sink.events()).isEmpty();
    assertThat(sink.rejections())
        .extracting(rejection -> rejection.field() + ": " + rejection.problem())
        .containsExactly(
            "id: must not be missing or empty",
            "text: must not be blank",
            "target-user-id: must not be missing");
  }

  @Test
  void pingsAreAnswered() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, "PING :tmi.twitch.tv");
      await().until(() -> server.received().contains("PONG :tmi.twitch.tv"));
    }
  }
}
