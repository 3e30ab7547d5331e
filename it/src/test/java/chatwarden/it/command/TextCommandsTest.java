package chatwarden.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.JavaProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code classify}, {@code tag} and {@code rewrite}: JSON Lines in, JSON Lines out, in the same
 * order.
 */
class TextCommandsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What a run printed, and how it ended. */
  private record Run(List<JsonNode> lines, int status) {}

  @Test
  void classifyAnswersEveryLineInOrder() throws IOException {
    List<String> texts =
        IntStream.range(0, 200)
            .mapToObj(n -> n % 2 == 0 ? "chào cả nhà " + n : "đồ ngu " + n)
            .toList();
    List<String> input =
        IntStream.range(0, 200)
            .mapToObj(n -> "{\"id\":\"c" + n + "\",\"text\":\"" + texts.get(n) + "\"}")
            .toList();

    Run run = run(input, "classify", "--language", "vi");

    assertThat(run.status()).isZero();
    assertThat(run.lines()).hasSize(200);
    for (int n = 0; n < 200; n++) {
      JsonNode line = run.lines().get(n);
      JsonNode classification = line.path("classification");
      assertThat(names(line)).containsExactly("id", "classification");
      assertThat(List.copyOf(names(classification)))
          .containsExactly(
              "label",
              "probabilities",
              "offensiveProbability",
              "model",
              "tier",
              "language",
              "categories",
              "unknownNgramShare");
      assertThat(line.path("id").textValue()).isEqualTo("c" + n);
      assertThat(classification.path("label").textValue()).isIn("CLEAN", "OFFENSIVE", "HATE");
      assertThat(names(classification.path("probabilities")))
          .containsExactly("CLEAN", "OFFENSIVE", "HATE");
      double sum = 0;
      for (JsonNode probability : classification.path("probabilities")) {
        sum += probability.doubleValue();
      }
      assertThat(sum).isBetween(0.999, 1.001);
      assertThat(
              classification.path("offensiveProbability").doubleValue()
                  + classification.at("/probabilities/CLEAN").doubleValue())
          .isBetween(0.999, 1.001);
      assertThat(classification.path("model").textValue()).matches("[a-z-]+@[0-9.]+");
    }
  }

  @Test
  void aLineThatIsNoTextIsAnsweredByAnErrorInItsPlaceAndTheRestGoesOn() throws IOException {
    String tooLong = "a".repeat(10_001);
    List<String> input =
        List.of(
            "{\"id\":\"ok1\",\"text\":\"xin chào\"}",
            "not json",
            "{\"id\":\"blank\",\"text\":\"  \"}",
            "{\"id\":\"long\",\"text\":\"" + tooLong + "\"}",
            "{\"id\":\"lone\",\"text\":\"a\\ud800b\"}",
            "{\"id\":7,\"text\":\"a\"}",
            "{\"text\":\"a\"}",
            "{\"id\":\"more\",\"text\":\"a\",\"colour\":\"red\"}",
            "[]",
            "",
            "{\"id\":\"" + "x".repeat(2_000_000) + "\",\"text\":\"a\"}",
            "{\"id\":\"ok1\",\"text\":\"cùng id cũng được\\u0007\"}");

    Run run = run(input, "classify");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines()).hasSize(input.size());
    assertThat(run.lines().getFirst().has("classification")).isTrue();
    assertThat(run.lines().getLast().has("classification")).isTrue();
    for (int n = 1; n < input.size() - 1; n++) {
      JsonNode line = run.lines().get(n);
      assertThat(names(line)).containsExactly("id", "line", "error");
      assertThat(line.path("line").asInt()).isEqualTo(n + 1);
      assertThat(line.path("error").textValue()).hasSizeLessThan(200).doesNotContain("aaaa");
    }
    assertThat(run.lines().get(1).path("id").isNull()).isTrue();
    assertThat(run.lines().get(2).path("id").textValue()).isEqualTo("blank");
    assertThat(run.lines().get(2).path("error").textValue()).contains("text");
    assertThat(run.lines().get(3).path("error").textValue()).contains("text").contains("10,001");
    assertThat(run.lines().get(4).path("error").textValue()).contains("text").contains("surrogate");
    assertThat(run.lines().get(5).path("error").textValue()).contains("id");
    assertThat(run.lines().get(6).path("error").textValue()).contains("id");
    assertThat(run.lines().get(7).path("error").textValue()).contains("colour");
  }

  @Test
  void tagGivesSpansInCodePointsOfTheTextAsSent() throws IOException {
    String text = "👋👋 thằng ngu này";
    Run run = run(List.of("{\"id\":\"1\",\"text\":\"" + text + "\"}"), "tag", "--language", "vi");

    assertThat(run.status()).isZero();
    JsonNode line = run.lines().getFirst();
    assertThat(names(line)).containsExactly("id", "tagging");
    assertThat(line.at("/tagging/spans")).isNotEmpty();
    int covered = 0;
    for (JsonNode span : line.at("/tagging/spans")) {
      int start = span.path("start").intValue();
      int end = span.path("end").intValue();
      covered += end - start;
      assertThat(span.path("text").textValue())
          .isEqualTo(
              text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end)));
      assertThat(span.path("score").floatValue()).isBetween(0f, 1f);
    }
    float share = covered / (float) text.codePointCount(0, text.length());
    assertThat(line.at("/tagging/coverage").floatValue()).isBetween(share - 1e-4f, share + 1e-4f);
  }

  @Test
  void aServerGivesTheSameAnswersAsTheModelInTheProcess() throws IOException {
    List<String> input =
        List.of(
            "{\"id\":\"1\",\"text\":\"xin chào mọi người\"}",
            "{\"id\":\"2\",\"text\":\"thằng ngu này\"}",
            "{\"id\":\"3\",\"text\":\"you are an idiot\"}");
    try (JavaProcess server =
        ChatwardenProcess.start("serve", "classifier", "--port", "0", "--metrics-port", "0")) {
      String target = ChatwardenProcess.readyAddress(server);
      Run explained = run(input, "classify", "--explain", "--target", target);
      assertThat(explained).isEqualTo(run(input, "classify", "--explain-threshold", "0.3"));
      assertThat(explained.lines())
          .allSatisfy(
              line -> assertThat(line.at("/explanation/ngrams/0/text").asText()).isNotEmpty());
      assertThat(explained.lines().get(1).at("/explanation/decisiveWords")).isNotEmpty();
      assertThat(printed("models", "--target", target))
          .anySatisfy(line -> assertThat(line).matches("vi-linear +[0-9]+ +served *"))
          .noneSatisfy(line -> assertThat(line).contains("crf"));
    }
  }

  @Test
  void modelsListsTheVersionsOfTheFolderWithTheirUsage() throws IOException {
    List<String> lines = printed("models");

    assertThat(lines.getFirst())
        .matches("MODEL +VERSION +STATE +TASK +LANGUAGES +FORMAT +USAGE +SIZE");
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "vi-linear +[0-9]+ +served +classification +vi +chatwarden-linear +research"
                            + " +[0-9.]+ MB"))
        .anySatisfy(line -> assertThat(line).contains("vi-crf").contains("span-tagging"));
  }

  @Test
  void rewriteAnswersEveryLineInOrderWithItsText() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      texts.add(n % 2 == 0 ? "hello friends " + n : "this is a stupid idea, number " + n);
    }
    List<String> input =
        IntStream.range(0, 20)
            .mapToObj(n -> "{\"id\":\"r" + n + "\",\"text\":\"" + texts.get(n) + "\"}")
            .toList();

    Run run = run(input, "rewrite", "--language", "en");

    assertThat(run.status()).isZero();
    assertThat(run.lines()).hasSize(20);
    for (int n = 0; n < 20; n++) {
      JsonNode line = run.lines().get(n);
      assertThat(names(line))
          .containsExactly("id", "text", "verdict", "rewrite", "candidates", "model");
      assertThat(line.path("id").textValue()).isEqualTo("r" + n);
      assertThat(line.path("text").textValue()).isEqualTo(texts.get(n));
      assertThat(line.path("model").textValue()).matches("chat-rewriter@[0-9]+");
      if (n % 2 == 0) {
        assertThat(line.path("verdict").textValue()).isEqualTo("UNCHANGED");
        assertThat(line.path("rewrite").textValue()).isEqualTo(texts.get(n));
      } else {
        assertThat(line.path("verdict").textValue()).isEqualTo("REWRITTEN");
        assertThat(line.path("rewrite").textValue()).contains("idea").doesNotContain("stupid");
        assertThat(names(line.path("candidates").path(0)))
            .containsExactly("text", "similarity", "strength", "fluency", "score", "method");
      }
    }
  }

  @Test
  void modelsNamesAVersionThatDoesNotLoad(@TempDir Path folder) throws Exception {
    Path version = Files.createDirectories(folder.resolve("vi-linear/9"));
    byte[] weights = "no weights".getBytes(StandardCharsets.UTF_8);
    Files.write(version.resolve("weights.bin"), weights);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));
    Files.writeString(
        version.resolve("model.yaml"),
        """
        name: vi-linear
        version: "9"
        task: classification
        format: chatwarden-linear
        languages: [vi]
        labels: [CLEAN, OFFENSIVE, HATE]
        files:
          - path: weights.bin
            sha256: %s
        warmup: ["xin chào"]
        """
            .formatted(digest));

    try (JavaProcess process = ChatwardenProcess.launch("models", "--models", folder.toString())) {
      assertThat(process.awaitExit(LIMIT)).isEqualTo(1);
      assertThat(String.join("\n", process.standardOutput()))
          .containsPattern("vi-linear +9 +broken")
          .contains("weights.bin");
    }
  }

  private static List<String> printed(String... arguments) throws IOException {
    try (JavaProcess process = ChatwardenProcess.launch(arguments)) {
      assertThat(process.awaitExit(LIMIT)).isZero();
      return List.copyOf(process.standardOutput());
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidInOneLine() throws IOException {
    try (JavaProcess process = ChatwardenProcess.launch("classify", "--target", "127.0.0.1:9")) {
      write(process, List.of("{\"id\":\"1\",\"text\":\"xin chào\"}"));
      assertThat(process.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(process.standardError()).hasSize(1);
      assertThat(process.standardError().getFirst())
          .startsWith("chatwarden: ")
          .contains("127.0.0.1:9");
    }
  }

  private static Run run(List<String> input, String... arguments) throws IOException {
    try (JavaProcess process = ChatwardenProcess.launch(arguments)) {
      write(process, input);
      int status = process.awaitExit(LIMIT);
      List<JsonNode> lines = new ArrayList<>();
      for (String line : process.standardOutput()) {
        lines.add(MAPPER.readTree(line));
      }
      return new Run(lines, status);
    }
  }

  private static void write(JavaProcess process, List<String> lines) throws IOException {
    try (OutputStream in = process.standardInput()) {
      for (String line : lines) {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
