package chatwarden.inference.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.weights.Tensor;
import chatwarden.inference.weights.WeightFile;
import chatwarden.inference.weights.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertReadAs(SmallModel.weights());
    assertReadAs(SmallModel.weights().withoutPatterns());
  }

  private void assertReadAs(LinearWeights written) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    LinearFile.write(file, written);

    try (Arena arena = Arena.ofConfined()) {
      assertSame(LinearFile.open(file, arena), written);
    }
  }

  private static void assertSame(LinearWeights read, LinearWeights written) {
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("table", "lexicon", "patterns.table")
        .isEqualTo(written);
    assertThat(read.table().slots().mismatch(written.table().slots())).isEqualTo(-1);
    assertThat(read.lexicon().slots().mismatch(written.lexicon().slots())).isEqualTo(-1);
    PatternTable patterns = read.patterns().table();
    assertThat(patterns.slots().mismatch(written.patterns().table().slots())).isEqualTo(-1);
    assertThat(patterns.rows().mismatch(written.patterns().table().rows())).isEqualTo(-1);
    assertThat(read.table().frequencyStep()).isEqualTo(written.table().frequencyStep());
    assertThat(read.table().weightStep(0)).isEqualTo(written.table().weightStep(0));
    assertThat(read.table().weightStep(1)).isEqualTo(written.table().weightStep(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFileOfAnEarlierReleaseHasTheSameWeights(int version) throws IOException {
    Path file =
        Path.of("src/test/resources/chatwarden/inference/weights/linear-%d.bin".formatted(version));
    LinearWeights expected =
        version == 1 ? SmallModel.weights().withoutPatterns() : SmallModel.weights();

    try (Arena arena = Arena.ofConfined()) {
      assertSame(LinearFile.open(file, arena), expected);
    }
  }

  @Test
  void aMissingTensorIsNamed() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    WeightFile.write(
        file,
        Weights.of("chatwarden-linear", List.of("CLEAN", "OFFENSIVE", "HATE"))
            .with("feature_steps", Tensor.of(1f, 1f, 1f))
            .build());

    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> LinearFile.open(file, arena))
          .hasMessage(file + ": not a valid weight file: tensor features: missing");
    }
  }
}
