package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.testing.platform.WebhookReceiver.Received;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
final class WebhooksTest extends WebhookFixture {

  @Test
  void eventsOfTheAskedTypesArePostedSignedAndInOrder() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "earlier", "bad", true);
    webhook(chat, "flagged", "deleted");

    bridge.classified(chat, "c1", "bad one", true);
    bridge.classified(chat, "c2", "fine", false);
    bridge.classified(chat, "c3", "bad \"three\" ặ", true);
    // A comment that is removed before its event was posted is not posted any more.
    await().until(() -> receiver.taken().size() == 2);
    bridge.send(bridge.request("/v1/chats/" + chat + "/comments/c1").DELETE());

    await().until(() -> receiver.taken().size() == 3);
    assertThat(receiver.received()).allMatch(each -> each.isSignedBy(SECRET));
    assertThat(receiver.received()).extracting(Received::id).doesNotHaveDuplicates();
    List<JsonNode> bodies = bodies();
    assertThat(bodies)
        .extracting(body -> body.at("/type").asText())
        .containsExactly("flagged", "flagged", "deleted");
    assertThat(bodies).allMatch(body -> body.at("/chat").asText().equals(chat));
    assertThat(bodies.get(0).at("/data/comment/id").asText()).isEqualTo("c1");
    assertThat(bodies.get(1).at("/data/comment/text").asText()).isEqualTo("bad \"three\" ặ");
    assertThat(bodies.get(1).at("/data/flagReason").asText()).isEqualTo("FLAG_THRESHOLD");
    assertThat(bodies.get(2).at("/data/id").asText()).isEqualTo("c1");
  }

  @Test
  void decisionsArePostedAndTakenBack() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "bad", true);
    webhook(chat, "decided");
    String reviews = "/v1/chats/" + chat + "/reviews";
    bridge.post(reviews + ":claim", "{\"reviewer\":\"Ann\",\"count\":1}");
    bridge.post(reviews + "/c1/decide", "{\"reviewer\":\"Ann\",\"decision\":\"HIDE\"}");
    bridge.post(reviews + "/c1/undo", "{\"reviewer\":\"Ann\"}");

    await().until(() -> receiver.taken().size() == 2);
    assertThat(bodies())
        .extracting(body -> body.at("/type").asText() + " " + body.at("/data/action").asText())
        .containsExactly("decided DECIDE", "decided UNDO");
    assertThat(bodies().getFirst().at("/data/decision").asText()).isEqualTo("HIDE");
  }

  @Test
  void eventThatFailsIsPostedAgainUnderItsIdBeforeTheNext() throws Exception {
    String chat = bridge.newChat();
    webhook(chat, "flagged");
    receiver.answerNext(500, 302);
    bridge.classified(chat, "c1", "bad one", true);
    bridge.classified(chat, "c2", "bad two", true);

    await().until(() -> receiver.taken().size() == 2);
    List<Received> all = receiver.received();
    assertThat(all).extracting(Received::status).containsExactly(500, 302, 204, 204);
    assertThat(all.subList(0, 3)).extracting(Received::id).containsOnly(all.getFirst().id());
    assertThat(all.subList(0, 3)).extracting(Received::body).containsOnly(all.getFirst().body());
    assertThat(all).allMatch(each -> each.isSignedBy(SECRET));
  }

  @Test
  void webhookThatKeepsFailingIsPausedAndItsDeadLettersAreReplayed() throws Exception {
    String chat = bridge.newChat();
    String path = webhook(chat, "flagged");
    receiver.answerAlways(503);
    for (String id : List.of("c1", "c2", "c3")) {
      bridge.classified(chat, id, "bad " + id, true);
    }
    await().until(() -> state(path).equals("WEBHOOK_PAUSED"));
    JsonNode paused = TestBridge.json(bridge.get(path));
    assertThat(paused.at("/problem").asText()).contains("2 events in a row", "status 503");
    assertThat(paused.at("/deadDeliveryCount").asInt()).isEqualTo(2);
    JsonNode dead = TestBridge.json(bridge.get(path + "/deadDeliveries")).get("deliveries");
    assertThat(dead).hasSize(2);
    assertThat(dead.get(0).at("/attemptCount").asInt()).isEqualTo(3);
    assertThat(dead.get(0).at("/event").asText()).isEqualTo("flagged");
    assertThat(dead.toString()).doesNotContain("bad c1");
    int failed = receiver.received().size();
    assertThat(failed).isEqualTo(6);
    HttpResponse<String> refused = bridge.post(path + ":replay", "{}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("WEBHOOK_PAUSED");

    receiver.answerAlways(204);
    assertThat(bridge.post(path + ":resume", "{}").statusCode()).isEqualTo(200);
    await().until(() -> receiver.taken().size() == 1);
    assertThat(bodies().getFirst().at("/data/comment/id").asText()).isEqualTo("c3");
    JsonNode replay = TestBridge.json(bridge.post(path + ":replay", "{}"));
    assertThat(replay.at("/replayingCount").asInt()).isEqualTo(2);
    await().until(() -> receiver.taken().size() == 3);
    assertThat(bodies().subList(1, 3))
        .extracting(body -> body.at("/data/comment/id").asText())
        .containsExactly("c1", "c2");
    assertThat(receiver.taken().get(1).id()).isEqualTo(dead.get(0).at("/messageId").asText());
    await().until(() -> TestBridge.json(bridge.get(path)).at("/deadDeliveryCount").asInt() == 0);
  }

  private static String state(String path) throws Exception {
    return TestBridge.json(bridge.get(path)).at("/state").asText();
  }

  @Test
  void receiverThatIsGonePausesTheWebhookAtOnce() throws Exception {
    String chat = bridge.newChat();
    String path = webhook(chat, "flagged");
    receiver.answerNext(410);
    bridge.classified(chat, "c1", "bad", true);
    await().until(() -> state(path).equals("WEBHOOK_PAUSED"));
    assertThat(receiver.received()).hasSize(1);
    bridge.post(path + ":resume", "{}");
    await().until(() -> receiver.taken().size() == 1);
  }

  @Test
  void pausedWebhookPostsNothingUntilItIsResumed() throws Exception {
    String chat = bridge.newChat();
    String path = webhook(chat, "flagged");
    assertThat(TestBridge.json(bridge.post(path + ":pause", "{}")).at("/state").asText())
        .isEqualTo("WEBHOOK_PAUSED");
    bridge.classified(chat, "c1", "bad", true);
    String other = bridge.newChat();
    webhook(other, "flagged");
    bridge.classified(other, "c2", "bad", true);
    await().until(() -> receiver.taken().size() == 1);
    assertThat(bodies().getFirst().at("/chat").asText()).isEqualTo(other);
    bridge.post(path + ":resume", "{}");
    await().until(() -> receiver.taken().size() == 2);
    assertThat(bodies().getLast().at("/data/comment/id").asText()).isEqualTo("c1");
  }

  @Test
  void testSaysHowTheReceiverAnswered() throws Exception {
    String path = webhook(bridge.newChat(), "flagged");
    JsonNode good = TestBridge.json(bridge.post(path + ":test", "{}"));
    assertThat(good.at("/status").asInt()).isEqualTo(204);
    assertThat(good.at("/problem").asText()).isEmpty();
    assertThat(bodies().getFirst().at("/type").asText()).isEqualTo("test");
    assertThat(receiver.received().getFirst().isSignedBy(SECRET)).isTrue();
    receiver.answerNext(404);
    JsonNode bad = TestBridge.json(bridge.post(path + ":test", "{}"));
    assertThat(bad.at("/problem").asText()).isEqualTo("answered with status 404");
  }

  @Test
  void secretIsNeverGivenBackNorStoredAsItIs() throws Exception {
    String chat = bridge.newChat();
    String path = webhook(chat, "flagged");
    String bare = SECRET.substring("whsec_".length());
    for (String read :
        List.of(path, "/v1/webhooks", path + "/deadDeliveries", "/v1/webhookChanges")) {
      HttpResponse<String> answer = bridge.get(read);
      assertThat(answer.statusCode()).as(read).isEqualTo(200);
      assertThat(answer.body()).as(read).doesNotContain(bare);
    }
    HttpResponse<String> again =
        create("x", receiver.url(), "whsec_short", List.of("flagged"), List.of(chat));
    assertThat(again.body()).contains("\"secret\"").doesNotContain("whsec_short");
    assertThat(bridge.redis.keysWith(List.of(bare))).isEmpty();
  }

  @Test
  void logSaysWhoDidWhat() throws Exception {
    String path = webhook(bridge.newChat(), "flagged");
    String id = path.substring(path.lastIndexOf('/') + 1);
    bridge.post(path + ":pause", "{}");
    bridge.post(path + ":pause", "{}");
    bridge.post(path + ":resume", "{}");
    bridge.send(bridge.request(path).DELETE());
    JsonNode changes = TestBridge.json(bridge.get("/v1/webhookChanges?pageSize=1000"));
    List<String> actions =
        changes
            .get("changes")
            .valueStream()
            .filter(change -> change.at("/webhook").asText().equals(id))
            .map(change -> change.at("/action").asText())
            .collect(Collectors.toList());
    assertThat(actions)
        .containsExactly("DELETE_WEBHOOK", "RESUME_WEBHOOK", "PAUSE_WEBHOOK", "CREATE_WEBHOOK");
    assertThat(bridge.get(path).statusCode()).isEqualTo(404);
    assertThat(bridge.post(path + ":test", "{}").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "'', http://127.0.0.1/, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, flagged, a/b, chats[0]",
    "'A B', http://127.0.0.1/, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, flagged, a, id",
    "'', ftp://127.0.0.1/, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, flagged, a, uri",
    "'', http://u@127.0.0.1/, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, flagged, a, uri",
    "'', http://127.0.0.1/, MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, flagged, a, secret",
    "'', http://127.0.0.1/, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, raid, a, events[0]",
  })
  void requestThatDoesNotFitIsNamed(
      String id, String uri, String secret, String event, String chat, String field)
      throws Exception {
    HttpResponse<String> refused = create(id, uri, secret, List.of(event), List.of(chat));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"" + field + "\"");
  }

  @Test
  void secondWebhookOfAnIdIsRefused() throws Exception {
    String path = webhook(bridge.newChat(), "flagged");
    String id = path.substring(path.lastIndexOf('/') + 1);
    HttpResponse<String> refused =
        create(id, receiver.url(), SECRET, List.of("flagged"), List.of("a"));
    assertThat(refused.statusCode()).isEqualTo(409);
  }
}
