package chatwarden.it.door;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.StopSessionRequest;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.testing.process.JavaProcess;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.DeletedComment;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Specifies chats by gRPC, REST and events of one started platform. */
final class ChatDoorsTest extends DoorsFixture {

  @Test
  void pushedCommentsComeOutByEveryDoor() throws Exception {
    Session session = startSession("push:arena");
    var pushes = CommentPushServiceGrpc.newBlockingStub(platform.channel());
    var taken =
        pushes.pushComments(
            PushCommentsRequest.newBuilder()
                .setChat("arena")
                .addComments(comment("p1", "xin chào cả nhà"))
                .addComments(comment("p2", "thằng ngu này câm mồm đi"))
                .addComments(comment("p3", "you are a stupid idiot"))
                .build());
    assertThat(taken.getAcceptedCount()).isEqualTo(3);
    var again =
        pushes.pushComments(
            PushCommentsRequest.newBuilder()
                .setChat("arena")
                .addComments(comment("p1", "xin chào cả nhà"))
                .addDeletions(DeletedComment.newBuilder().setId("p1"))
                .addBans(BannedAuthor.newBuilder().setAuthor(Author.newBuilder().setId("a-p2")))
                .build());
    assertThat(again.getAcceptedCount()).isEqualTo(1);
    LiveChatServiceGrpc.newBlockingStub(platform.channel())
        .stopSession(StopSessionRequest.newBuilder().setId(session.getId()).build());

    List<WatchCommentsResponse> events = watch("arena", "0-0");
    assertThat(ids(events, WatchCommentsResponse.EventCase.CLASSIFIED))
        .containsExactly("p1", "p2", "p3");
    assertThat(ids(events, WatchCommentsResponse.EventCase.TAGGED))
        .contains("p2")
        .doesNotHaveDuplicates()
        .isSubsetOf("p2", "p3");
    assertThat(events)
        .filteredOn(WatchCommentsResponse::hasDeleted)
        .singleElement()
        .satisfies(event -> assertThat(event.getDeleted().getId()).isEqualTo("p1"));
    assertThat(events).filteredOn(WatchCommentsResponse::hasBanned).hasSize(1);
    assertThat(events.getLast().hasEnded()).isTrue();
    assertThat(watch("arena", events.get(1).getResumeToken()))
        .isEqualTo(events.subList(2, events.size()));

    assertThat(serverSentEvents("arena", "0-0")).hasSameSizeAs(events);
    JsonNode stored = platform.get("/v1/chats/arena/comments/p2").body();
    assertThat(stored.at("/comment/text").textValue()).isEqualTo("thằng ngu này câm mồm đi");
    assertThat(stored.at("/taggingState").textValue()).isEqualTo("TAGGED");
    assertThat(stored.at("/flagged").booleanValue()).isTrue();
    assertThat(stored.at("/flagReason").textValue()).isEqualTo("FLAG_THRESHOLD");
    assertThat(stored.at("/exceededThreshold").floatValue()).isEqualTo(0.3f);
    assertThat(stored.at("/tagging/spans")).isNotEmpty();
    assertThat(stored.has("banTime")).isTrue();
    assertThat(platform.get("/v1/chats/arena/comments?pageSize=2").body().path("comments"))
        .hasSize(2);
    Awaitility.await().until(() -> chat("arena").path("state").textValue().equals("ENDED"));
    assertThat(chat("arena").path("commentCount").isIntegralNumber()).isTrue();
    assertThat(chat("arena").path("commentCount").asInt()).isEqualTo(3);
  }

  @Test
  void aChatThatIsReadTwiceIsWatchedOverItsFirstEnd() throws Exception {
    for (String id : List.of("t1", "t2")) {
      Session session = startSession("push:twice");
      push("twice", comment(id, "xin chào " + id));
      assertThat(platform.delete("/v1/sessions/" + session.getId()).status()).isEqualTo(200);
      Awaitility.await()
          .until(() -> chat("twice").path("state").textValue().equals("ENDED") && isOver(session));
    }
    List<WatchCommentsResponse> events = watch("twice", "0-0");
    assertThat(events)
        .extracting(WatchCommentsResponse::getEventCase)
        .containsExactly(
            WatchCommentsResponse.EventCase.CLASSIFIED,
            WatchCommentsResponse.EventCase.ENDED,
            WatchCommentsResponse.EventCase.STARTED,
            WatchCommentsResponse.EventCase.CLASSIFIED,
            WatchCommentsResponse.EventCase.ENDED);
    assertThat(events.get(4).getEnded().getSession())
        .isEqualTo(events.get(2).getStarted().getSession())
        .isNotEqualTo(events.get(1).getEnded().getSession());
    assertThat(serverSentEvents("twice", "0-0")).hasSameSizeAs(events);
    String target = "127.0.0.1:" + platform.port();
    try (JavaProcess watch =
        ChatwardenProcess.launch("watch", "twice", "--target", target, "--from", "0-0")) {
      assertThat(watch.awaitExit(Duration.ofSeconds(60))).isZero();
      assertThat(String.join("\n", watch.standardOutput()))
          .containsSubsequence(
              "xin chào t1", "chat over", "read again", "xin chào t2", "chat over");
    }
  }

  @Test
  void aBotFeedsAChatByRest() {
    startSession("push:fed");
    String path = "/v1/chats/fed/comments";
    String comments =
        """
        {"comments": [{"id": "b1", "text": "xin chào", "author": {"id": "u1", "name": "Mai"}},
          {"id": "b2", "text": "thằng ngu này", "publishTime": "2026-01-01T12:00:00Z"}]}
        """;
    RunningPlatform.Answer taken = platform.post(path, comments);
    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.body().toString()).isEqualTo("{\"acceptedCount\":2,\"duplicateCount\":0}");
    assertThat(platform.post(path, comments).body().at("/duplicateCount").asInt()).isEqualTo(2);
    assertThat(recorded("fed", "b1").at("/comment/author/name").asText()).isEqualTo("Mai");
    assertThat(recorded("fed", "b2").at("/comment/publishTime").asText())
        .isEqualTo("2026-01-01T12:00:00Z");
    assertThat(chat("fed").path("commentCount").asInt()).isEqualTo(2);

    RunningPlatform.Answer blank = platform.post(path, "{\"comments\": [{\"id\": \"b3\"}]}");
    assertThat(blank.status()).isEqualTo(400);
    assertThat(blank.body().toString()).contains("comments[0].text");
    RunningPlatform.Answer unknown = platform.post("/v1/chats/unfed/comments", comments);
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.body().toString())
        .contains("SESSION_NOT_LIVE", "push:unfed")
        .doesNotContain("xin chào");
  }

  private static boolean isOver(Session session) {
    for (JsonNode listed : platform.get("/v1/sessions").body().path("sessions")) {
      if (listed.path("id").textValue().equals(session.getId())) {
        return listed.path("state").textValue().equals("ENDED");
      }
    }
    return false;
  }

  @Test
  void whatModeratorsSetHoldsForTheNextComments() {
    startSession("push:settled");
    push("settled", comment("s1", "mua follow giá rẻ nhé"));
    Awaitility.await().until(() -> platform.get("/v1/chats/settled/comments/s1").status() == 200);
    assertThat(platform.get("/v1/chats/settled/comments/s1").body().at("/flagged").asBoolean())
        .isFalse();
    RunningPlatform.Answer changed =
        platform.patch(
            "/v1/chats/settled/settings",
            """
            {"reviewer": "Ann", "settings": {"blockRules": [{"phrase": "mua follow"}], "exemptBadges": ["OWNER"]}}
            """);
    assertThat(changed.status()).isEqualTo(200);

    String blockedId = pushUntil("settled", "M.u.a follow giá rẻ nhé", "/flagReason", "BLOCK_RULE");
    JsonNode blocked = recorded("settled", blockedId);
    assertThat(blocked.at("/flagRule").asText()).isEqualTo("mua follow");
    assertThat(blocked.at("/flagged").asBoolean()).isTrue();
    String address = "/v1/chats/settled/comments/" + blockedId;
    Awaitility.await("the comment is tagged")
        .until(() -> platform.get(address).body().at("/taggingState").asText().equals("TAGGED"));
    assertThat(platform.get(address).body().at("/tagging/spans/0/text").asText())
        .isEqualTo("M.u.a follow");
    push(
        "settled",
        comment("owner", "mua follow ở đây").toBuilder()
            .setAuthor(Author.newBuilder().setId("o").addBadges(Badge.OWNER))
            .build());
    assertThat(recorded("settled", "owner").at("/flagReason").asText()).isEqualTo("EXEMPT_BADGE");
  }

  @Test
  void theLanguageOfAChatIsThatOfItsSettings() {
    startSession("push:spoken");
    push("spoken", comment("s1", "chào cả nhà"));
    assertThat(recorded("spoken", "s1").at("/classification/language").asText()).isEqualTo("vi");
    assertThat(
            platform
                .patch(
                    "/v1/chats/spoken/settings",
                    "{\"reviewer\": \"Ann\", \"settings\": {\"language\": \"fr\"}}")
                .status())
        .isEqualTo(400);
    platform.patch(
        "/v1/chats/spoken/settings",
        "{\"reviewer\": \"Ann\", \"settings\": {\"language\": \"en\"}}");

    pushUntil("spoken", "chào cả nhà", "/classification/language", "en");
  }

  /**
   * Pushes a text again and again until the pipeline has looked at the settings; returns the id.
   */
  private static String pushUntil(String chat, String text, String field, String value) {
    AtomicInteger next = new AtomicInteger();
    Awaitility.await("the pipeline looks at the settings")
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              String id = "later" + next.incrementAndGet();
              push(chat, comment(id, text));
              return recorded(chat, id).at(field).asText().equals(value);
            });
    return "later" + next.get();
  }

  private static void push(String chat, Comment comment) {
    CommentPushServiceGrpc.newBlockingStub(platform.channel())
        .pushComments(PushCommentsRequest.newBuilder().setChat(chat).addComments(comment).build());
  }

  private static JsonNode recorded(String chat, String id) {
    String path = "/v1/chats/" + chat + "/comments/" + id;
    Awaitility.await().until(() -> platform.get(path).status() == 200);
    return platform.get(path).body();
  }

  private static List<WatchCommentsResponse> watch(String chat, String token) {
    List<WatchCommentsResponse> events = new ArrayList<>();
    Iterator<WatchCommentsResponse> stream =
        LiveChatServiceGrpc.newBlockingStub(platform.channel())
            .withDeadlineAfter(Duration.ofSeconds(30))
            .watchComments(
                WatchCommentsRequest.newBuilder().setChat(chat).setResumeToken(token).build());
    stream.forEachRemaining(events::add);
    return events;
  }

  private static List<String> ids(
      List<WatchCommentsResponse> events, WatchCommentsResponse.EventCase kind) {
    return events.stream()
        .filter(event -> event.getEventCase() == kind)
        .map(event -> event.hasTagged() ? event.getTagged() : event.getClassified())
        .map(comment -> comment.getComment().getId())
        .toList();
  }

  private static List<String> serverSentEvents(String chat, String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(platform.uri("/v1/chats/" + chat + "/comments:watch"))
            .header("Last-Event-ID", lastEventId)
            .build();
    var response = platform.http().send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> line.startsWith("event:")).toList();
    }
  }

  private static JsonNode chat(String id) {
    for (JsonNode chat : platform.get("/v1/chats").body().path("chats")) {
      if (chat.path("id").textValue().equals(id)) {
        return chat;
      }
    }
    throw new AssertionError("no chat " + id);
  }
}
