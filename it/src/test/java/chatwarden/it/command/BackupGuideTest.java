package chatwarden.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/guide/backup.md, on a platform that played the sample chat. */
class BackupGuideTest {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Pattern BLOCK =
      Pattern.compile(
          "^## ([A-Z][a-z ]+)\\n(?:(?!^## ).)*?```sh\\n(.*?)```",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final String FILES = "/var/backups/";

  @TempDir private Path folder;

  @Test
  void platformIsBackedUpReplacedAndOneChatMoves() throws Exception {
    Path data = folder.resolve("data");
    Path other = folder.resolve("other");
    JsonNode before;
    int port = FreePorts.next();
    try (JavaProcess up = up(data, port, "sample")) {
      up.awaitLine(Pattern.compile("^The chat is over"), LIMIT);
      before = comments(port);
      assertThat(before.path("comments")).isNotEmpty();
      assertThat(ran(data, "Back up")).allMatch(line -> line.startsWith("wrote "));
      JavaProcess refused = process(data, commands("Restore").getFirst());
      assertThat(refused.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(String.join("\n", refused.standardError()))
          .contains("a process of the platform writes to this store (expected: none)");
      up.terminate();
      assertThat(up.awaitExit(LIMIT)).isZero();
    }
    assertThat(ran(data, "Upgrade")).allMatch(line -> line.startsWith("wrote "));
    assertThat(ran(data, "Restore")).allMatch(line -> line.startsWith("restored all of "));
    assertThat(ran(data, "Roll back")).allMatch(line -> line.startsWith("restored all of "));
    assertThat(ran(other, "Move one chat")).hasSize(1);
    assertThat(process(data, List.of("keys", "list")).awaitExit(LIMIT)).isZero();
    int again = FreePorts.next();
    try (JavaProcess up = up(other, again, "none")) {
      assertThat(ChatwardenProcess.readyAddress(up)).endsWith(":" + again);
      assertThat(comments(again)).isEqualTo(before);
    }
  }

  @Test
  void aFolderWithoutDataIsRefused() {
    JavaProcess refused = process(folder.resolve("none"), commands("Back up").getFirst());
    assertThat(refused.awaitExit(LIMIT)).isEqualTo(2);
    assertThat(String.join("\n", refused.standardError()))
        .contains("--data-dir: ", "has no data of a store (expected: the folder that up used)");
    assertThat(folder).isEmptyDirectory();
  }

  private static JavaProcess up(Path data, int port, String source) {
    return ChatwardenProcess.start(
        "up",
        "--data-dir",
        data.toString(),
        "--port",
        String.valueOf(port),
        "--source",
        source,
        "--rate",
        "0",
        "--quiet");
  }

  private static JsonNode comments(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/v1/chats/sample/comments?pageSize=1000");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return new JsonMapper()
          .readTree(
              client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
    }
  }

  /** Runs the commands of a section, and returns the lines that they printed. */
  private List<String> ran(Path data, String section) {
    List<String> lines = new ArrayList<>();
    for (List<String> command : commands(section)) {
      JavaProcess run = process(data, command);
      assertThat(run.awaitExit(LIMIT)).as("%s: %s", command, run.standardError()).isZero();
      lines.addAll(run.standardOutput());
    }
    return lines;
  }

  private JavaProcess process(Path data, List<String> command) {
    List<String> words = new ArrayList<>();
    for (String word : command) {
      words.add(
          word.startsWith(FILES)
              ? folder.resolve(word.substring(FILES.length())).toString()
              : word);
    }
    words.add("--data-dir");
    words.add(data.toString());
    return ChatwardenProcess.launch(words.toArray(String[]::new));
  }

  /** Returns the words of each command of a section of the guide, without the program. */
  private static List<List<String>> commands(String section) {
    try {
      Path guide = ProjectRoot.find().resolve("docs/guide/backup.md");
      Matcher blocks = BLOCK.matcher(Files.readString(guide));
      while (blocks.find()) {
        if (blocks.group(1).equals(section)) {
          return blocks
              .group(2)
              .lines()
              .map(line -> List.of(line.substring("chatwarden ".length()).split(" ")))
              .toList();
        }
      }
      throw new AssertionError(guide + " has no commands under " + section);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
