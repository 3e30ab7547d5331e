package chatwarden.ingest.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.RecordingSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventSubConnectionTest extends EventSubFixture {

  @Test
  void movesToOtherConnectionsMissAndRepeatNothing() throws Exception {
    List<String> said = new ArrayList<>();
    try (Reading _ = reading().awaitSubscribed()) {
      for (int move = 1; move <= 3; move++) {
        int connected = events.connected();
        events.askToReconnect();
        for (int i = 0; events.connected() == connected || events.connections() > 1; i++) {
          said.add("c" + move + "-" + i);
          say(said.getLast());
        }
      }
      say("last");
      awaitComment("last");
    }
    said.add("last");
    assertThat(sink.ids()).containsExactlyElementsOf(said);
    assertThat(twitch.calls("POST /eventsub/subscriptions")).hasSize(7);
  }

  @Test
  void oldConnectionIsReadUntilTheNewOneHasItsWelcome() throws Exception {
    try (Reading _ = reading().awaitSubscribed()) {
      events.holdWelcomes();
      events.askToReconnect();
      await().until(() -> events.connected() == 2);
      say("while");
      awaitComment("while");
      events.welcome();
      await().until(() -> events.connections() == 1);
      say("after");
      awaitComment("after");
    }
    assertThat(sink.ids()).containsExactly("while", "after");
  }

  @Test
  void silentConnectionIsMadeAgain() throws Exception {
    try (Reading reading = reading().awaitSubscribed()) {
      events.fallSilent();
      await().until(() -> events.connected() >= 2);
      reading.awaitSubscribed();
      say("c1");
      awaitComment("c1");
    }
  }

  @Test
  void lostConnectionIsMadeAgainAndSubscribedAnew() throws Exception {
    try (Reading reading = reading().awaitSubscribed()) {
      events.ping();
      say("before");
      awaitComment("before");
      events.hangUp();
      await().until(() -> events.connected() == 2);
      reading.awaitSubscribed();
      say("after");
      awaitComment("after");
    }
    assertThat(sink.ids()).containsExactly("before", "after");
    await().until(() -> events.connections() == 0);
  }

  @Test
  void channelsOfAnAccountShareAConnection() throws Exception {
    RecordingSink other = new RecordingSink();
    try (Reading _ = reading().awaitSubscribed()) {
      try (Reading _ = new Reading("chan2", other).awaitSubscribed()) {
        events.send(MESSAGE, "2", said("d1", "x"));
        say("c1");
        await().until(() -> other.ids().contains("d1"));
        awaitComment("c1");
      }
      await().until(() -> events.subscriptions("2").isEmpty());
      say("c2");
      awaitComment("c2");
      assertThat(events.connected()).isEqualTo(1);
    }
    assertThat(sink.ids()).containsExactly("c1", "c2");
    assertThat(other.ids()).containsExactly("d1");
  }

  @Test
  void slowPipelineHoldsTheMessagesBackAndLosesNone() throws Exception {
    RecordingSink slow = new RecordingSink(comment -> Thread.sleep(1));
    int count = ChannelFeed.CAPACITY + 500;
    try (Reading _ = new Reading("chan", slow).awaitSubscribed()) {
      for (int i = 0; i < count; i++) {
        say("c" + i);
      }
      await().until(() -> slow.ids().size() == count);
    }
    assertThat(slow.ids().getLast()).isEqualTo("c" + (count - 1));
  }
}
