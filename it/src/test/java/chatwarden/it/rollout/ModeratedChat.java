package chatwarden.it.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.it.door.RunningPlatform;
import chatwarden.it.rollout.LabelledPhrases.Phrase;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Lists;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A chat in which a rule flags every comment, and a moderator who decides on all of them. */
final class ModeratedChat {

  private static final String CHAT = "moderated";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int BATCH = 50;

  private final RunningPlatform platform;

  ModeratedChat(RunningPlatform platform) {
    this.platform = platform;
  }

  /** Pushes the comments, each by an author of its own, and decides on them by their labels. */
  void decideOn(List<Phrase> phrases) {
    var session =
        platform.post(
            "/v1/sessions", "{\"source\":\"push:%s\",\"language\":\"en\"}".formatted(CHAT));
    assertThat(session.status()).as("%s", session.body()).isEqualTo(200);
    var settings =
        platform.patch(
            "/v1/chats/%s/settings".formatted(CHAT),
            "{\"reviewer\":\"Ann\",\"settings\":{\"blockRules\":[{\"phrase\":\"%s\"}]}}"
                .formatted(LabelledPhrases.EVERYWHERE));
    assertThat(settings.status()).as("%s", settings.body()).isEqualTo(200);
    push(phrases);
    await("every comment is stored and flagged")
        .atMost(LIMIT)
        .until(
            () -> platform.get("/v1/chats/" + CHAT + "/statistics").body().path("totals"),
            totals -> totals.path("flaggedCount").asInt() == phrases.size());
    int decided = 0;
    while (decided < phrases.size()) {
      for (JsonNode review : claim()) {
        String id = review.at("/comment/comment/id").asText();
        decide(id, phrases.get(Integer.parseInt(id)).label());
        decided++;
      }
    }
  }

  private void push(List<Phrase> phrases) {
    var push =
        CommentPushServiceGrpc.newBlockingStub(platform.channel())
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .withWaitForReady();
    await("the session is taken up")
        .atMost(LIMIT)
        .ignoreExceptionsMatching(
            fault -> Status.fromThrowable(fault).getCode() == Status.Code.FAILED_PRECONDITION)
        .until(() -> push.pushComments(batch(List.of())).getAcceptedCount() == 0);
    List<Comment> comments = new ArrayList<>();
    for (int n = 0; n < phrases.size(); n++) {
      comments.add(
          Comment.newBuilder()
              .setId(Integer.toString(n))
              .setText(phrases.get(n).text())
              .setAuthor(Author.newBuilder().setId("author-" + n).setName("author " + n))
              .build());
    }
    for (List<Comment> some : Lists.partition(comments, BATCH)) {
      assertThat(push.pushComments(batch(some)).getAcceptedCount()).isEqualTo(some.size());
    }
  }

  private static PushCommentsRequest batch(List<Comment> comments) {
    return PushCommentsRequest.newBuilder().setChat(CHAT).addAllComments(comments).build();
  }

  private JsonNode claim() {
    return await("comments to review")
        .atMost(LIMIT)
        .until(
            () ->
                platform
                    .post(
                        "/v1/chats/" + CHAT + "/reviews:claim",
                        "{\"reviewer\":\"Ann\",\"count\":%d}".formatted(BATCH))
                    .body()
                    .path("reviews"),
            reviews -> !reviews.isEmpty());
  }

  private void decide(String comment, String label) {
    String decision = label.equals("CLEAN") ? "ALLOW" : "HIDE";
    var answer =
        platform.post(
            "/v1/chats/%s/reviews/%s/decide".formatted(CHAT, comment),
            "{\"reviewer\":\"Ann\",\"decision\":\"%s\"}".formatted(decision));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
  }
}
