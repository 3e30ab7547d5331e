package chatwarden.it.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.it.door.RunningPlatform;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.testing.engine.PrometheusServer;
import chatwarden.testing.engine.RabbitServer;
import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard of Grafana on a real Prometheus that scrapes a platform with comments, a decision
 * of a moderator and a dead letter.
 */
class DashboardTest {

  private static final Path ROOT = ProjectRoot.find();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT = "seen";

  @Test
  void everyQueryOfEveryPanelHasData(@TempDir Path folder) throws Exception {
    Executables.require("prometheus");
    try (RabbitServer rabbit = RabbitServer.start();
        RunningPlatform platform =
            new RunningPlatform(folder, "broker.uri=" + rabbit.uri(), "synthetic.interval=2s");
        PrometheusServer prometheus =
            PrometheusServer.start(platform.port(), ROOT.resolve("docs/alerts.yml"))) {
      moderate(platform);
      leaveDeadLetter(rabbit);
      await("the dead letter is counted")
          .atMost(LIMIT)
          .until(() -> !results(prometheus, "chatwarden_broker_dead_letter > 0").isEmpty());

      List<String> queries = queries();

      assertThat(queries).hasSizeGreaterThan(20);
      await("every query has data")
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                // Rates need what happens between two scrapes.
                push(platform, "later-" + System.nanoTime());
                assertThat(emptyOnes(prometheus, queries)).isEmpty();
              });
      assertThat(platform.get("/v1/chats").body().findValuesAsText("id"))
          .as("the chat of the synthetic comments is hidden")
          .containsExactly(CHAT);
    }
  }

  /** Has comments classified, some of them flagged, and decides on one. */
  private static void moderate(RunningPlatform platform) {
    platform.post("/v1/sessions", "{\"source\":\"push:%s\"}".formatted(CHAT));
    await("the comments are taken")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> push(platform, "c1") == 2);
    String reviews = "/v1/chats/" + CHAT + "/reviews";
    await("a comment is to review")
        .atMost(LIMIT)
        .until(
            () ->
                platform
                    .post(reviews + ":claim", "{\"reviewer\":\"Ann\",\"count\":1}")
                    .body()
                    .at("/reviews/0/comment/comment/id")
                    .asText()
                    .equals("c2"));
    platform.post(reviews + "/c2/decide", "{\"reviewer\":\"Ann\",\"decision\":\"HIDE\"}");
    platform.post("/v1/comments:classify", "{\"comments\":[{\"text\":\"chào cả nhà\"}]}");
  }

  private static int push(RunningPlatform platform, String clean) {
    return CommentPushServiceGrpc.newBlockingStub(platform.channel())
        .pushComments(
            PushCommentsRequest.newBuilder()
                .setChat(CHAT)
                .addComments(Comment.newBuilder().setId(clean).setText("chào cả nhà"))
                .addComments(Comment.newBuilder().setId("c2").setText("you are a stupid idiot"))
                .build())
        .getAcceptedCount();
  }

  /** Publishes a message that the recorder cannot read. */
  private static void leaveDeadLetter(RabbitServer rabbit) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(rabbit.uri());
    try (Connection connection = factory.newConnection()) {
      connection
          .createChannel()
          .basicPublish(
              "",
              "chatwarden.record.0",
              new AMQP.BasicProperties.Builder().type("unknown").deliveryMode(2).build(),
              "unreadable".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static List<String> queries() throws IOException {
    JsonNode dashboard =
        JSON.readTree(ROOT.resolve("deploy/grafana/dashboards/chatwarden.json").toFile());
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      panel.get("targets").forEach(target -> queries.add(target.get("expr").asText()));
    }
    return queries;
  }

  private static List<String> emptyOnes(PrometheusServer prometheus, List<String> queries)
      throws IOException {
    List<String> empty = new ArrayList<>();
    for (String query : queries) {
      if (results(prometheus, query).isEmpty()) {
        empty.add(query);
      }
    }
    return empty;
  }

  /** Returns the values of the series that a query finds, without those that are no numbers. */
  private static List<String> results(PrometheusServer prometheus, String query)
      throws IOException {
    JsonNode answer = JSON.readTree(prometheus.query(query));
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("success");
    List<String> values = new ArrayList<>();
    for (JsonNode series : answer.at("/data/result")) {
      String value = series.at("/value/1").asText();
      if (!value.equals("NaN")) {
        values.add(value);
      }
    }
    return values;
  }
}
