package chatwarden.inference.subword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.DecisionRule;
import chatwarden.inference.weights.WeightFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubwordFileTest {
  private static final DecisionRule RULE =
      new DecisionRule(
          List.of("CLEAN", "OFFENSIVE", "HATE"),
          1.5,
          List.of(0.0, 0.1, -0.2),
          List.of(0.0, 1.0, 2.0));

  @TempDir Path folder;

  @Test
  void aModelReadBackAnswersAsBeforeOneByOneAndInABatch() throws IOException {
    SubwordWeights weights = weights();
    SubwordFile.write(WeightFile.in(folder, SubwordClassifier.WEIGHTS), weights);
    List<String> texts = List.of("chào bạn", "", "im đi", "\ud800", "hello there");
    SubwordScorer scorer = new SubwordScorer(weights);
    try (SubwordClassifier classifier = SubwordClassifier.open(folder)) {
      List<ClassProbabilities> batch = classifier.classify(texts);

      for (int i = 0; i < texts.size(); i++) {
        assertThat(classifier.classify(List.of(texts.get(i)))).containsExactly(batch.get(i));
      }
      ClassProbabilities own = RULE.decide(scorer.score("chào bạn"));
      for (int k = 0; k < 3; k++) {
        assertThat(batch.getFirst().probabilities().get(k))
            .isCloseTo(own.probabilities().get(k), within(1e-6f));
      }
      assertThat(batch.get(0)).isNotEqualTo(batch.get(4));
    }
  }

  @Test
  void aFileOfAnEarlierReleaseHasTheSameWeights() throws IOException {
    Path file = Path.of("src/test/resources/chatwarden/inference/weights/subword.bin");
    try (Arena arena = Arena.ofConfined()) {
      SubwordWeights read = SubwordFile.open(file, arena);

      assertThat(read).usingRecursiveComparison().ignoringFields("embeddings").isEqualTo(weights());
      assertThat(read.embeddings().mismatch(weights().embeddings())).isEqualTo(-1);
    }
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    SubwordFile.write(folder.resolve("a"), weights());
    SubwordFile.write(folder.resolve("b"), weights());

    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    Path file = WeightFile.in(folder, SubwordClassifier.WEIGHTS);
    SubwordFile.write(file, weights());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> SubwordClassifier.open(folder).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checksum");
    Files.writeString(file, "no weights at all, no magic");
    assertThatThrownBy(() -> SubwordClassifier.open(folder).close())
        .hasMessageContaining("not a weight file");
  }

  @Test
  void aClosedModelSaysSo() throws IOException {
    SubwordFile.write(WeightFile.in(folder, SubwordClassifier.WEIGHTS), weights());
    SubwordClassifier classifier = SubwordClassifier.open(folder);
    classifier.close();
    classifier.close();

    assertThatThrownBy(() -> classifier.classify(List.of("a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private static SubwordWeights weights() {
    int dimensions = 4;
    float[] embeddings = new float[64 * dimensions];
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[i] = (float) Math.sin(i * 12.9898) * 3;
    }
    float[] output = {1, -1, 0.5f, 0, 0, 1, -0.5f, 2, -1, 0, 1, 1};
    return SubwordWeights.of(dimensions, embeddings, output, new double[] {0.1, 0, -0.1}, RULE);
  }
}
