package chatwarden.inference.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.weights.WeightFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearClassifierTest {
  @TempDir Path model;

  @BeforeEach
  void writeModel() throws IOException {
    LinearFile.write(WeightFile.in(model, LinearClassifier.WEIGHTS), SmallModel.weights());
  }

  @Test
  void aBatchAnswersAsItsTextsOneByOneAndInTheirOrder() throws IOException {
    try (LinearClassifier classifier = LinearClassifier.open(model)) {
      List<String> batch = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        batch.addAll(SmallModel.TEXTS);
      }
      List<ClassProbabilities> one = new ArrayList<>();
      for (String text : batch) {
        one.addAll(classifier.classify(List.of(text)));
      }

      assertThat(classifier.classify(batch)).isEqualTo(one);
      Collections.reverse(batch);
      Collections.reverse(one);
      assertThat(classifier.classify(batch)).isEqualTo(one);
    }
  }

  @Test
  void everyTextIsAnswered() throws IOException {
    try (LinearClassifier classifier = LinearClassifier.open(model)) {
      assertThat(classifier.classify(List.of("", " ", "\ud83d", "\u0000", "x".repeat(10_000))))
          .hasSize(5);
      assertThat(classifier.classify(List.of())).isEmpty();
    }
  }

  @Test
  void aClosedClassifierSaysSo() throws IOException {
    LinearClassifier classifier = LinearClassifier.open(model);
    classifier.close();
    classifier.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> classifier.classify(List.of("chào")))
        .withMessageContaining("closed");
  }

  @Test
  void aDirectoryWithoutWeightsIsNamed() {
    assertThatThrownBy(() -> LinearClassifier.open(model.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing");
  }
}
