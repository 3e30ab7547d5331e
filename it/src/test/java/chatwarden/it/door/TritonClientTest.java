package chatwarden.it.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Triton's own client against each model server, where {@code .ci/run} installed the package
 * tritonclient.
 */
class TritonClientTest {
  private static final Path ROOT = ProjectRoot.find();
  private static final Path PYTHON = ROOT.resolve(".ci/python/bin/python");
  private static final Path SCRIPT =
      ROOT.resolve("it/src/test/resources/chatwarden/it/door/triton.py");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void classifierIsDriven() throws Exception {
    JsonNode found = driven("classifier", "vi-linear", "chào cả nhà", "đồ ngu");

    assertThat(texts(found.at("/unary/label"))).containsExactly("CLEAN", "OFFENSIVE");
    assertThat(found.at("/unary/probabilities/0")).hasSize(3);
    assertThat(texts(found.path("stream"))).startsWith("CLEAN", "OFFENSIVE").endsWith("CLEAN");
    assertThat(found.at("/config/outputs").toString()).contains("TYPE_FP32", "TYPE_STRING");
  }

  @Test
  void taggerIsDriven() throws Exception {
    JsonNode found = driven("tagger", "vi-crf", "chào cả nhà", "đồ ngu");

    assertThat(texts(found.at("/unary/spans")).getLast()).contains("start");
    assertThat(found.at("/unary/coverage")).hasSize(2);
  }

  @Test
  void rewriterIsDriven() throws Exception {
    JsonNode found =
        driven("rewriter", "chat-rewriter", "hello everyone", "you are a stupid idiot, play on");

    assertThat(texts(found.at("/unary/verdict"))).containsExactly("UNCHANGED", "REWRITTEN");
  }

  /** Asks each method, and checks what is the same for all servers. */
  private static JsonNode driven(String server, String model, String... texts) throws Exception {
    assumeTrue(hasClient(), "skipped: .ci/python has no tritonclient");
    int port = FreePorts.next();
    try (JavaProcess process =
        ChatwardenProcess.start("serve", server, "--port", String.valueOf(port))) {
      assertThat(process).isNotNull();
      List<String> arguments =
          new ArrayList<>(List.of(SCRIPT.toString(), "127.0.0.1:" + port, model));
      arguments.addAll(List.of(texts));
      JsonNode found = JSON.readTree(python(arguments));

      assertThat(found.path("live").booleanValue()).isTrue();
      assertThat(found.path("ready").booleanValue()).isTrue();
      assertThat(texts(found.path("index"))).contains(model);
      assertThat(found.at("/config/name").textValue()).isEqualTo(model);
      assertThat(found.at("/config/inputs").toString())
          .isEqualTo("[[\"text\",\"TYPE_STRING\",[\"-1\"]]]");
      assertThat(found.path("id").textValue()).isEqualTo("one");
      assertThat(texts(found.path("streamIds"))).containsExactly(texts[0], texts[1], "after");
      assertThat(found.at("/stream/2").textValue()).contains("INVALID_ARGUMENT", "text[0]");
      assertThat(found.path("texts").intValue()).isGreaterThanOrEqualTo(2 * texts.length + 1);
      assertThat(found.path("calls").intValue()).isGreaterThanOrEqualTo(texts.length + 2);
      assertThat(found.path("unknown").textValue()).isEqualTo("StatusCode.NOT_FOUND");
      assertThat(found.path("statisticsOfUnknown").textValue()).isEqualTo("StatusCode.NOT_FOUND");
      return found;
    }
  }

  private static List<String> texts(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static boolean hasClient() throws Exception {
    return Files.isExecutable(PYTHON)
        && new ProcessBuilder(PYTHON.toString(), "-c", "import tritonclient.grpc")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
  }

  private static String python(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
