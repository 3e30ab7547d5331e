package chatwarden.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Back-test, replay and export of labels, as commands on a platform that played the sample chat.
 */
class PolicyCommandsTest {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int PORT = FreePorts.next();

  @TempDir private static Path folder = Path.of("");
  private static @Nullable JavaProcess up;

  @BeforeAll
  static void play() {
    JavaProcess started =
        ChatwardenProcess.start(
            "up",
            "--data-dir",
            folder.resolve("data").toString(),
            "--port",
            String.valueOf(PORT),
            "--rate",
            "0",
            "--quiet",
            "--set",
            "inference.refine-budget=30s");
    up = started;
    started.awaitLine(Pattern.compile("^The chat is over"), LIMIT);
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
  }

  /** What a command printed, and its exit status. */
  private record Ran(int status, List<String> lines, List<String> errors) {}

  private static Ran run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--target";
    all[arguments.length + 1] = "localhost:" + PORT;
    try (JavaProcess process = ChatwardenProcess.launch(all)) {
      int status = process.awaitExit(LIMIT);
      return new Ran(status, process.standardOutput(), process.standardError());
    }
  }

  private static JsonNode post(String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + PORT + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }
  }

  @Test
  void chatThatWasJustPlayedReplaysTheSame() {
    Ran replay = run("replay", "--chat", "sample");

    assertThat(replay.status()).as("%s", replay).isZero();
    assertThat(replay.lines()).first().asString().startsWith("same: ");
  }

  @Test
  void thresholdOfZeroWouldFlagMore() throws IOException {
    Ran test = run("backtest", "--chat", "sample", "--threshold", "0", "--examples", "2", "--json");

    assertThat(test.status()).as("%s", test).isZero();
    JsonNode answer = JSON.readTree(test.lines().getFirst());
    assertThat(answer.get("newlyFlaggedCount").asInt()).isPositive();
    assertThat(answer.get("newlyFlaggedExamples")).hasSize(2);
    assertThat(answer.get("reclassifiedCount").asInt()).isZero();
  }

  @Test
  void anotherModelIsTriedOnTheStoredComments() {
    Ran test = run("backtest", "--chat", "sample", "--model", "vi-linear", "--last", "64");

    assertThat(test.status()).as("%s", test).isZero();
    assertThat(test.lines()).anyMatch(line -> line.startsWith("64 classified again"));
  }

  @Test
  void decisionsAreExportedAsADataSet() throws Exception {
    JsonNode claimed = post("/v1/chats/sample/reviews:claim", "{\"reviewer\":\"Ann\",\"count\":2}");
    for (JsonNode review : claimed.get("reviews")) {
      String id = review.at("/comment/comment/id").asText();
      post(
          "/v1/chats/sample/reviews/" + id + "/decide",
          "{\"reviewer\":\"Ann\",\"decision\":\"HIDE\"}");
    }
    Path out = folder.resolve("labels");

    Ran export = run("export", "labels", "--chat", "sample", "--out", out.toString());

    assertThat(export.status()).as("%s", export).isZero();
    assertThat(Files.readString(out.resolve("train.csv"))).startsWith("text,label,source,");
    JsonNode provenance = JSON.readTree(out.resolve("provenance.json").toFile());
    assertThat(provenance.at("/rowsBySource/DECISION").asInt()).isEqualTo(2);
    assertThat(provenance.at("/chats/0/id").asText()).isEqualTo("sample");
    assertThat(provenance.at("/files/0/sha256").asText()).hasSize(64);
    assertThat(out.resolve("dataset.yaml")).isNotEmptyFile();
  }

  @Test
  void unknownChatFailsInOneLine() {
    Ran replay = run("replay", "--chat", "unknown");

    assertThat(replay.status()).isEqualTo(2);
    assertThat(replay.errors().getLast()).startsWith("chatwarden: ").contains("no chat");
  }
}
