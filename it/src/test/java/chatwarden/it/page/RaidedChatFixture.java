package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.Lists;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Raids a live chat that was calm for minutes, on the platform that the pages share. */
abstract class RaidedChatFixture {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();
  static final int CALM = 900;
  static final int RAID = 90;
  private static final List<String> ATTACKS =
      List.of("thằng ngu này câm mồm đi", "đồ ngu", "you are a stupid idiot", "cút đi lũ ngu");

  @RegisterExtension static final Pages PAGES = new Pages();

  @BeforeAll
  static void raidAChat() throws Exception {
    startSession("quiet");
    startSession("arena");
    ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + uri("").getPort());
    try {
      var push =
          CommentPushServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .withWaitForReady();
      Awaitility.await("the session is taken up")
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsMatching(
              fault -> Status.fromThrowable(fault).getCode() == Status.Code.FAILED_PRECONDITION)
          .until(() -> push.pushComments(batch(List.of())).getAcceptedCount() == 0);
      for (List<Comment> some : Lists.partition(raidedChat(), 50)) {
        assertThat(push.pushComments(batch(some)).getAcceptedCount()).isEqualTo(some.size());
      }
    } finally {
      channel.shutdownNow();
    }
    Awaitility.await("every comment is stored and tagged")
        .atMost(Duration.ofMinutes(1))
        .until(() -> totals().at("/commentCount").asInt() == CALM + RAID && untagged() == 0);
  }

  /** Ends the chats, which would stay live and come first in the list of chats. */
  @AfterAll
  static void endTheChats() throws Exception {
    for (JsonNode session : ask("v1/sessions", null).path("sessions")) {
      if (List.of("quiet", "arena").contains(session.path("chat").textValue())) {
        HTTP.send(
            HttpRequest.newBuilder(uri("v1/sessions/" + session.path("id").textValue()))
                .DELETE()
                .build(),
            HttpResponse.BodyHandlers.discarding());
      }
    }
  }

  private static PushCommentsRequest batch(List<Comment> comments) {
    return PushCommentsRequest.newBuilder().setChat("arena").addAllComments(comments).build();
  }

  private static void startSession(String chat) throws Exception {
    ask("v1/sessions", "{\"source\": \"push:" + chat + "\"}");
  }

  static JsonNode totals() throws Exception {
    return ask("v1/chats/arena/statistics", null).path("totals");
  }

  private static long untagged() throws Exception {
    return ask("v1/chats/arena/comments?pageSize=1000&filter.flaggedOnly=true", null)
        .path("comments")
        .findValuesAsText("taggingState")
        .stream()
        .filter("PENDING"::equals)
        .count();
  }

  private static URI uri(String path) {
    return URI.create(PAGES.played().address() + path);
  }

  /** Asks by a GET of the path, or by a POST where there is a body. */
  private static JsonNode ask(String path, @Nullable String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** The comments of the sample over a quarter of an hour, at its end a raid of half a minute. */
  private static List<Comment> raidedChat() throws IOException {
    List<JsonNode> sample = sample();
    Random dice = new Random(7);
    Instant end = Instant.now();
    List<Comment> chat = new ArrayList<>();
    for (int n = 0; n < CALM; n++) {
      JsonNode said = sample.get(dice.nextInt(sample.size()));
      chat.add(
          comment(
              "c" + n,
              said.at("/text").textValue(),
              author(said.at("/author/id").textValue(), said.at("/author/name").textValue()),
              end.minusMillis(900_000 - n * 970L)));
    }
    for (int n = 0; n < RAID; n++) {
      int who = dice.nextInt(6);
      chat.add(
          comment(
              "r" + n,
              ATTACKS.get(n % ATTACKS.size()),
              author("raider-" + who, "raider_" + who),
              end.minusMillis(25_000 - n * 270L)));
    }
    return chat;
  }

  private static List<JsonNode> sample() throws IOException {
    List<JsonNode> comments = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                RaidedChatFixture.class.getResourceAsStream(
                    "/chatwarden/standalone/sample-chat.jsonl"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode comment = JSON.readTree(line);
        if (comment.hasNonNull("text") && comment.hasNonNull("author")) {
          comments.add(comment);
        }
      }
    }
    return comments;
  }

  private static Author author(String id, String name) {
    return Author.newBuilder().setId(id).setName(name).build();
  }

  private static Comment comment(String id, String text, Author author, Instant time) {
    return Comment.newBuilder()
        .setId(id)
        .setText(text)
        .setAuthor(author)
        .setPublishTime(
            Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
        .build();
  }
}
