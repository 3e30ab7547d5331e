package chatwarden.it.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.it.door.RunningPlatform;
import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rollout over a running platform, by REST and by the command line. */
@Timeout(300)
class RolloutTest {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final List<String> INSULTS =
      List.of("đồ ngu", "thằng chó", "óc chó", "mày ngu vl", "con điên này");
  private static final List<String> FRIENDLY =
      List.of("chào cả nhà", "hay quá", "chúc mừng bạn", "nghe rõ rồi", "buổi tối vui vẻ");

  @TempDir private Path folder = Path.of(".");
  private RunningPlatform platform;

  @BeforeEach
  void start() throws Exception {
    Path models = TwoVersions.in(folder.resolve("models"));
    platform =
        new RunningPlatform(
            folder.resolve("data"),
            "model.sources=" + models + "," + ProjectRoot.find().resolve("models"),
            "shadow.share=1",
            "model.versions=3",
            "model.poll=200ms",
            "rollout.interval=50ms");
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private void begin(String challenger, String hold, double margin) {
    var answer =
        platform.post(
            "/v1/rollouts",
            """
            {"model": "vi-linear", "champion": "5", "challenger": "%s",
             "criteria": {"holdDuration": "%s", "minCalls": 10, "flaggedMargin": %s}}
            """
                .formatted(challenger, hold, margin));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
  }

  private JsonNode rollout() {
    return platform.get("/v1/rollouts/vi-linear").body();
  }

  private List<JsonNode> classify(int round) {
    StringBuilder comments = new StringBuilder();
    for (String text : INSULTS) {
      comments.append("{\"text\":\"%s %d\"},".formatted(text, round));
    }
    for (String text : FRIENDLY) {
      comments.append("{\"text\":\"%s %d\"},".formatted(text, round));
    }
    comments.setLength(comments.length() - 1);
    var answer =
        platform.post(
            "/v1/comments:classify", "{\"model\":\"vi-linear\",\"comments\":[" + comments + "]}");
    assertThat(answer.status()).isEqualTo(200);
    List<JsonNode> found = new ArrayList<>();
    answer.body().get("classifications").forEach(found::add);
    return found;
  }

  private static int status(JavaProcess command) {
    return command.awaitExit(LIMIT);
  }

  private JavaProcess command(String... arguments) {
    List<String> all = new ArrayList<>(List.of("rollout"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--target", "127.0.0.1:" + platform.port()));
    return ChatwardenProcess.launch(all.toArray(String[]::new));
  }

  @Test
  void differencesOfAShadowAreNamedAndTheChampionAnswersTheSame() throws Exception {
    begin(TwoVersions.OTHER, "3600s", 1);
    List<String> before = classify(0).stream().map(JsonNode::toString).toList();
    for (int round = 0; round < 40; round++) {
      assertThat(classify(round))
          .allSatisfy(
              answer ->
                  assertThat(answer.at("/classification/model").asText()).isEqualTo("vi-linear@5"));
    }
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              JsonNode found = rollout().get("differences");
              assertThat(found.path("compared").asLong()).isGreaterThan(100);
            });
    platform.post("/v1/rollouts/vi-linear:rollback", "{}");
    assertThat(classify(0).stream().map(JsonNode::toString).toList()).isEqualTo(before);

    Path page = folder.resolve("rollout.html");
    try (JavaProcess status = command("status", "vi-linear", "--json", "--report", page + "")) {
      assertThat(status(status)).as("%s", status.standardError()).isEqualTo(1);
      assertThat(status.standardOutput().getFirst()).contains("\"stage\":\"ROLLED_BACK\"");
    }
    assertThat(Files.readString(page)).contains("vi-linear: 7 beside 5", "Compared texts");
    JsonNode differences = rollout().get("differences");
    assertThat(differences.get("labels").toString())
        .contains("\"champion\":\"OFFENSIVE\",\"challenger\":\"CLEAN\"");
    assertThat(differences.path("championFlags").asLong()).isPositive();
    assertThat(differences.get("ngrams").toString()).contains("\"ngu\"");
  }

  @Test
  void canaryIsPromotedByTheCommandLine() throws Exception {
    try (JavaProcess start =
        command(
            "start", "vi-linear", "--challenger", "6", "--champion", "5", "--min-calls", "10")) {
      assertThat(status(start)).as("%s", start.standardError()).isZero();
    }
    try (JavaProcess canary = command("canary", "vi-linear", "--share", "0.5")) {
      assertThat(status(canary)).as("%s", canary.standardError()).isZero();
    }
    int challenged = 0;
    Set<String> versions = new HashSet<>();
    for (int round = 0; round < 50; round++) {
      for (JsonNode answer : classify(round)) {
        String model = answer.at("/classification/model").asText();
        versions.add(model);
        challenged += model.equals("vi-linear@6") ? 1 : 0;
      }
    }
    assertThat(versions).containsExactlyInAnyOrder("vi-linear@5", "vi-linear@6");
    assertThat(challenged).isBetween(185, 315); // 500 texts, five standard deviations of 11.2.

    try (JavaProcess promote = command("promote", "vi-linear")) {
      assertThat(status(promote)).as("%s", promote.standardError()).isZero();
      assertThat(promote.standardOutput().getFirst()).contains("PROMOTED");
    }
    assertThat(classify(0))
        .allSatisfy(
            answer ->
                assertThat(answer.at("/classification/model").asText()).isEqualTo("vi-linear@6"));
    try (JavaProcess status = command("status", "vi-linear", "--wait", "--for", "1s")) {
      assertThat(status(status)).as("%s", status.standardError()).isZero();
    }
  }

  @Test
  void challengerThatFlagsOtherwiseIsRolledBackByItself() {
    begin(TwoVersions.OTHER, "3s", 0);
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () -> {
              classify((int) System.nanoTime());
              assertThat(rollout().at("/rollout/stage").asText()).isEqualTo("ROLLED_BACK");
            });

    JsonNode found = rollout();
    assertThat(found.at("/rollout/reason").asText()).contains("flagged texts");
    assertThat(found.at("/changes/0/automatic").asBoolean()).isTrue();
    assertThat(platform.printed()).contains("Rolled back model=vi-linear challenger=7");
    try (JavaProcess status = command("status", "vi-linear", "--wait", "--for", "10m")) {
      assertThat(status(status)).isEqualTo(1);
    }
  }
}
