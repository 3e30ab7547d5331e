package chatwarden.inference.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model with random weights, decoded as PyTorch does without kept states. */
class SequenceFormWriterTest {
  private static final Path MODEL = Path.of("src/test/resources/generators/sequence");
  private static final int WIDTH = 512;
  private static final int MAX_TOKENS = 12;

  private static JsonNode rows() throws IOException {
    return new ObjectMapper().readTree(MODEL.resolve("expected.json").toFile());
  }

  private static List<Long> tokens(JsonNode row, String name) {
    List<Long> tokens = new ArrayList<>();
    row.path(name).forEach(token -> tokens.add(token.asLong()));
    return tokens;
  }

  private static long[] text(JsonNode row) {
    return tokens(row, "ids").stream().mapToLong(Long::longValue).toArray();
  }

  /** Returns the numbers of {@code make_tiny_sequence.py}. */
  private static float[] states(int tokens) {
    float[] states = new float[tokens * WIDTH];
    for (int i = 0; i < states.length; i++) {
      states[i] = (i * 7919L % 1000) / 5000f - 0.1f;
    }
    return states;
  }

  @Test
  void tokensAreThoseOfPyTorch() throws IOException {
    try (SequenceFormWriter writer = SequenceFormWriter.open(MODEL)) {
      for (JsonNode row : rows()) {
        long[] text = text(row);

        assertThat(writer.write(text, states(text.length), MAX_TOKENS))
            .isEqualTo(tokens(row, "greedy"));
      }
    }
  }

  @Test
  void aFormHasAtMostAsManyTokensAsAreAllowed() throws IOException {
    try (SequenceFormWriter writer = SequenceFormWriter.open(MODEL)) {
      long[] text = text(rows().get(1));
      List<Long> whole = writer.write(text, states(text.length), MAX_TOKENS);

      assertThat(writer.write(text, states(text.length), 2)).isEqualTo(whole.subList(0, 2));
    }
  }

  @Test
  void aFolderWithoutADecoderIsNamed(@TempDir Path folder) throws IOException {
    Files.copy(MODEL.resolve("config.json"), folder.resolve("config.json"));
    Files.copy(MODEL.resolve("encoder_model.onnx"), folder.resolve("encoder_model.onnx"));

    assertThatThrownBy(() -> SequenceFormWriter.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("decoder_model_merged.onnx");
  }
}
