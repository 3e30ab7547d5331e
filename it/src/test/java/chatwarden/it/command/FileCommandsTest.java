package chatwarden.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.JavaProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code classify}, {@code tag} and {@code rewrite} over files. */
class FileCommandsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void aServerGivesTheSameFileAsTheModelInTheProcess() throws IOException {
    Path input = folder.resolve("chat.csv");
    List<String> lines = new ArrayList<>(List.of("id,text,author"));
    for (int i = 0; i < 100; i++) {
      lines.add("c" + i + "," + (i % 2 == 0 ? "chào cả nhà " : "đồ ngu ") + i + ",\"a, b\"");
    }
    lines.add("c100,,\"no text\"");
    Files.write(input, lines);
    Path here = folder.resolve("here.jsonl");
    Path there = folder.resolve("there.jsonl");

    assertThat(status("classify", "--language", "vi", input, here)).isEqualTo(1);
    try (JavaProcess server =
        ChatwardenProcess.start(
            "serve",
            "classifier",
            "--port",
            "0",
            "--metrics-port",
            "0",
            "--set",
            "inference.refine-budget=1h")) {
      String target = ChatwardenProcess.readyAddress(server);
      assertThat(status("classify", "--language", "vi", "--target", target, input, there))
          .isEqualTo(1);
    }

    assertThat(there).hasSameBinaryContentAs(here);
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(here)) {
      rows.add(MAPPER.readTree(line));
    }
    assertThat(rows).hasSize(101);
    for (int i = 0; i < 100; i++) {
      JsonNode row = rows.get(i);
      assertThat(row.path("id").textValue()).isEqualTo("c" + i);
      assertThat(row.path("author").textValue()).isEqualTo("a, b");
      assertThat(row.path("label").textValue()).isIn("CLEAN", "OFFENSIVE", "HATE");
      assertThat(row.path("model").textValue()).matches("chat@[0-9]+");
      assertThat(row.has("error")).isFalse();
    }
    assertThat(rows.getLast().path("error").textValue())
        .isEqualTo("text must not be missing or empty");
  }

  @Test
  void tagAndRewriteAddTheirColumns() throws IOException {
    Path input = Files.writeString(folder.resolve("chat.csv"), "text\nyou are a stupid idiot\n");
    Path tagged = folder.resolve("tagged.csv");
    Path polite = folder.resolve("polite.jsonl");

    assertThat(status("tag", "--language", "en", input, tagged)).isZero();
    assertThat(status("rewrite", "--prefix", "polite_", tagged, polite)).isZero();

    assertThat(Files.readAllLines(tagged).getFirst())
        .isEqualTo("id,text,spans,coverage,model,error");
    JsonNode row = MAPPER.readTree(Files.readString(polite));
    assertThat(MAPPER.readTree(row.path("spans").textValue()).path(0).path("text").textValue())
        .isNotEmpty();
    assertThat(row.path("polite_verdict").textValue()).isNotEmpty();
    assertThat(row.path("polite_model").textValue()).startsWith("chat-rewriter@");
  }

  @Test
  void anOptionThatDoesNotFitIsNamedInOneLine() throws IOException {
    Path input = Files.writeString(folder.resolve("chat.csv"), "comment\nhello\n");
    Path output = folder.resolve("out.csv");
    try (JavaProcess process =
        ChatwardenProcess.launch(
            "classify",
            "--model",
            "vi-linear",
            "--input",
            input.toString(),
            "--output",
            output.toString())) {
      assertThat(process.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(process.standardError()).hasSize(1);
      assertThat(process.standardError().getFirst())
          .startsWith("chatwarden: --text-column")
          .contains("[comment]");
    }
    assertThat(output).doesNotExist();
  }

  /** Runs a command; the last two arguments are its input and its output. */
  private static int status(Object... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (i == arguments.length - 2) {
        words.add("--input");
      } else if (i == arguments.length - 1) {
        words.add("--output");
      }
      words.add(arguments[i].toString());
    }
    try (JavaProcess process = ChatwardenProcess.launch(words.toArray(String[]::new))) {
      return process.awaitExit(LIMIT);
    }
  }
}
