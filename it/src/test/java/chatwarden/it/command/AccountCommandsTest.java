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

/** An account exported and erased by commands, from a platform and from the labels it exported. */
class AccountCommandsTest {

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
            "--quiet");
    up = started;
    started.awaitLine(Pattern.compile("^The chat is over"), LIMIT);
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
  }

  /** The output of a command, and its exit status. */
  private record Ran(int status, String output, List<String> errors) {}

  private static Ran run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--target";
    all[arguments.length + 1] = "localhost:" + PORT;
    try (JavaProcess process = ChatwardenProcess.launch(all)) {
      int status = process.awaitExit(LIMIT);
      return new Ran(status, String.join("\n", process.standardOutput()), process.standardError());
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

  /** Hides comments, and returns the id of the author of the first. */
  private static String decide() throws IOException, InterruptedException {
    JsonNode reviews =
        post("/v1/chats/sample/reviews:claim", "{\"reviewer\":\"Ann\",\"count\":8}").get("reviews");
    for (JsonNode review : reviews) {
      String id = review.at("/comment/comment/id").asText();
      post(
          "/v1/chats/sample/reviews/" + id + "/decide",
          "{\"reviewer\":\"Ann\",\"decision\":\"HIDE\"}");
    }
    return reviews.at("/0/comment/comment/author/id").asText();
  }

  @Test
  void accountIsErasedFromThePlatformAndFromExportedLabels() throws Exception {
    String author = decide();
    Path out = folder.resolve("runs/labels");
    Files.createDirectories(out.getParent());
    assertThat(run("export", "labels", "--out", out.toString()).status()).isZero();
    String labels = folder.resolve("runs").toString();

    Ran export = run("account", "export", "--author", author, "--labels", labels);

    assertThat(export.status()).as("%s", export).isZero();
    List<JsonNode> rows =
        export
            .output()
            .lines()
            .map(AccountCommandsTest::tree)
            .filter(AccountCommandsTest::isRow)
            .toList();
    assertThat(rows).isNotEmpty();
    assertThat(export.output()).contains("\"review\":");
    String hash = rows.getFirst().at("/labelRow/author").asText();
    assertThat(contents(out)).contains(hash);

    Ran erase = run("account", "erase", "--author", author, "--labels", labels);

    assertThat(erase.status()).as("%s", erase).isZero();
    assertThat(erase.output())
        .containsPattern("removed %d of \\d+ rows of .*csv".formatted(rows.size()))
        .containsPattern("erased [1-9]\\d* comments");
    assertThat(contents(out)).doesNotContain(hash).contains(",DECISION,sample,");
    Ran again = run("account", "erase", "--author", author, "--labels", labels);
    assertThat(again.status()).as("%s", again).isEqualTo(1);
    assertThat(again.output()).contains("removed 0 of ").contains("nothing was found in the store");
  }

  private static JsonNode tree(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private static boolean isRow(JsonNode line) {
    return line.has("labelRow");
  }

  private static String contents(Path out) throws IOException {
    return Files.readString(out.resolve("train.csv"))
        + Files.readString(out.resolve("dev.csv"))
        + Files.readString(out.resolve("provenance.json"));
  }

  @Test
  void folderWithoutLabelsFailsBeforeAnythingIsErased() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Ran erase = run("account", "erase", "--author", "nobody", "--labels", empty.toString());

    assertThat(erase.status()).isEqualTo(2);
    assertThat(erase.errors().getLast())
        .startsWith("chatwarden: ")
        .contains("--labels: " + empty + " has no file of");
  }
}
