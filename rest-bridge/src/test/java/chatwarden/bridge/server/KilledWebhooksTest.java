package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.bridge.webhook.WebhookKeys;
import chatwarden.testing.platform.WebhookReceiver;
import chatwarden.testing.platform.WebhookReceiver.Received;
import chatwarden.testing.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class KilledWebhooksTest {

  private static final int COMMENTS = 300;

  @TempDir private Path folder;

  private JavaProcess process(TestBridge bridge) throws Exception {
    return JavaProcess.ofMain(WebhookProcess.class.getName())
        .arguments(bridge.redis.uri(), folder.toString())
        .start();
  }

  @Test
  void processThatIsKilledInTheMiddleLosesNothingAndKeepsTheOrder() throws Exception {
    // This bridge makes the webhook, and never looks for events.
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestBridge bridge =
            TestBridge.start(
                WebhookFixture.config(folder).with(WebhookKeys.INTERVAL, Duration.ofHours(1)))) {
      String chat = bridge.newChat();
      String body =
          "{\"id\":\"killed\",\"uri\":\"%s\",\"secret\":\"%s\",\"events\":[\"flagged\"],\"chats\":[\"%s\"]}";
      assertThat(
              bridge
                  .post("/v1/webhooks", body.formatted(receiver.url(), WebhookFixture.SECRET, chat))
                  .statusCode())
          .isEqualTo(200);
      IntStream.range(0, COMMENTS).forEach(i -> bridge.classified(chat, "c" + i, "bad", true));

      try (JavaProcess first = process(bridge)) {
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(2))
            .until(() -> receiver.taken().size() >= COMMENTS / 10);
        first.kill9();
        first.awaitExit(Duration.ofSeconds(20));
      }
      int before = receiver.taken().size();
      assertThat(before).as("broke off in the middle").isLessThan(COMMENTS);
      try (JavaProcess second = process(bridge)) {
        await()
            .atMost(Duration.ofSeconds(90))
            .until(() -> ids(receiver).stream().distinct().count() == COMMENTS);
        assertThat(second.isAlive()).isTrue();
      }
      List<String> expected = IntStream.range(0, COMMENTS).mapToObj(i -> "c" + i).toList();
      assertThat(ids(receiver).stream().distinct().toList()).isEqualTo(expected);
      assertThat(receiver.taken()).hasSizeLessThanOrEqualTo(COMMENTS + 1);
      assertThat(receiver.taken().stream().map(Received::id).distinct()).hasSize(COMMENTS);
    }
  }

  private static List<String> ids(WebhookReceiver receiver) {
    return receiver.taken().stream()
        .map(each -> WebhookFixture.read(each.body()).at("/data/comment/id").asText())
        .toList();
  }
}
