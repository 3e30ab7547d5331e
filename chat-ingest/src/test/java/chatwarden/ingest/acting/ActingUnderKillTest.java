package chatwarden.ingest.acting;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.testing.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process that acts while its platform has the call and has not answered. */
class ActingUnderKillTest {
  @TempDir private Path folder;

  /** Kills the first process after the call came in, and lets a second one go on. */
  private static void killAfter(ActingFixture chats, String call) {
    chats.twitch.fallSilent(call);
    try (JavaProcess first = process(chats)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !chats.twitch.calls(call).isEmpty());
      first.kill9();
    }
    chats.twitch.speak(call);
  }

  private static JavaProcess process(ActingFixture chats) {
    String[] settings =
        chats.settings.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    JavaProcess process =
        JavaProcess.ofMain(ActingProcess.class.getName()).arguments(settings).start();
    process.awaitLine(Pattern.compile("^ready"), Duration.ofSeconds(60));
    return process;
  }

  @Test
  void deletionIsRepeatedAndEndsAsDone() throws Exception {
    try (ActingFixture chats = new ActingFixture(folder, "9")) {
      chats.actOn("twitch", ActingFixture.CHANNEL);
      chats.ask(ActingFixture.CHANNEL, "a", ActionKind.DELETE_COMMENT);
      killAfter(chats, "DELETE /moderation/chat");
      try (JavaProcess second = process(chats)) {
        chats.await(ActingFixture.CHANNEL, "a", ActionState.DONE);
        assertThat(second.isAlive()).isTrue();
      }
      assertThat(chats.twitch.calls("DELETE /moderation/chat")).hasSize(2);
      assertThat(chats.twitch.deleted()).containsExactly("m-a");
    }
  }

  @Test
  void banIsRepeatedWhereThePlatformCannotBeAsked() throws Exception {
    try (ActingFixture chats = new ActingFixture(folder, "9")) {
      chats.actOn("twitch", ActingFixture.CHANNEL);
      chats.ask(ActingFixture.CHANNEL, "a", ActionKind.BAN_AUTHOR);
      killAfter(chats, "POST /moderation/bans");
      try (JavaProcess second = process(chats)) {
        chats.await(ActingFixture.CHANNEL, "a", ActionState.DONE);
        assertThat(second.isAlive()).isTrue();
      }
      assertThat(chats.twitch.calls("POST /moderation/bans")).hasSize(2);
      assertThat(chats.twitch.banned()).containsExactly("u-a");
    }
  }

  @Test
  void banThatThePlatformHasIsNotRepeated() throws Exception {
    try (ActingFixture chats = new ActingFixture(folder, "1")) {
      chats.actOn("twitch", ActingFixture.CHANNEL);
      chats.ask(ActingFixture.CHANNEL, "a", ActionKind.BAN_AUTHOR);
      killAfter(chats, "POST /moderation/bans");
      try (JavaProcess second = process(chats)) {
        chats.await(ActingFixture.CHANNEL, "a", ActionState.DONE);
        assertThat(second.isAlive()).isTrue();
      }
      assertThat(chats.twitch.calls("POST /moderation/bans")).hasSize(1);
      assertThat(chats.twitch.calls("GET /moderation/banned")).hasSize(1);
    }
  }

  @Test
  void warningIsSentOnceAndIsUnknown() throws Exception {
    try (ActingFixture chats = new ActingFixture(folder, "1")) {
      chats.actOn("twitch", ActingFixture.CHANNEL);
      chats.ask(ActingFixture.CHANNEL, "a", ActionKind.WARN_AUTHOR);
      chats.ask(ActingFixture.CHANNEL, "later", ActionKind.BAN_AUTHOR);
      killAfter(chats, "POST /moderation/warnings");
      try (JavaProcess second = process(chats)) {
        chats.await(ActingFixture.CHANNEL, "a", ActionState.UNKNOWN);
        chats.await(ActingFixture.CHANNEL, "later", ActionState.DONE);
        assertThat(second.isAlive()).isTrue();
      }
      assertThat(chats.twitch.calls("POST /moderation/warnings")).hasSize(1);
    }
  }
}
