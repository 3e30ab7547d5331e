package chatwarden.trainer.stageone;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.classifier.linear.LinearClassifier;
import chatwarden.classifier.linear.LinearScorer;
import chatwarden.classifier.linear.LinearWeights;
import chatwarden.classifier.model.ClassProbabilities;
import chatwarden.text.Normalizer;
import chatwarden.trainer.evaluation.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains on invented sentences whose class shows in one word. */
class StageOneTrainingTest {
  private static final List<List<String>> MARKS =
      List.of(List.of("tuyệt", "vui", "đẹp"), List.of("dở", "chán", "tệ"), List.of("cút", "biến"));
  private static final List<String> FILLERS =
      List.of("hôm", "nay", "trời", "bạn", "xem", "video", "này", "ở", "nhà", "với", "mẹ", "em");

  @TempDir Path folder;

  @Test
  void theSameDataAndSeedGiveTheSameBytes() throws IOException {
    writeData();

    run(folder.resolve("a"));
    run(folder.resolve("b"));

    for (String name : List.of("weights.bin", "model.yaml", "MODEL_CARD.md")) {
      assertThat(folder.resolve("a/vi-linear/1").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("b/vi-linear/1").resolve(name));
    }
  }

  @Test
  void whatShowsInAWordIsLearnedAndCalibrated() throws IOException {
    writeData();

    Evaluation evaluation = run(folder);

    assertThat(evaluation.macroF1()).isGreaterThan(0.95);
    assertThat(evaluation.calibrationError()).isLessThan(0.1);
  }

  @Test
  void theTrainerAndTheServedModelScoreAlike() throws IOException {
    writeData();
    run(folder);
    List<String> texts = List.of("hôm nay vui", "phim này tệ", "cút đi", "");
    try (LinearClassifier classifier = LinearClassifier.open(folder.resolve("vi-linear/1"));
        java.lang.foreign.Arena arena = java.lang.foreign.Arena.ofConfined()) {
      LinearWeights weights =
          chatwarden.classifier.linear.WeightFile.open(
              folder.resolve("vi-linear/1/weights.bin"), arena);
      List<ClassProbabilities> served = classifier.classify(texts);
      for (int i = 0; i < texts.size(); i++) {
        String normalized = Normalizer.standard().normalize(texts.get(i)).text();
        double[] scores = new LinearScorer(weights).score(normalized);
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          scores[k] = Math.exp(weights.temperature() * scores[k] + weights.shifts().get(k));
          sum += scores[k];
        }
        for (int k = 0; k < 3; k++) {
          assertThat(served.get(i).probabilities().get(k))
              .isCloseTo((float) (scores[k] / sum), org.assertj.core.api.Assertions.within(1e-6f));
        }
      }
    }
  }

  private Evaluation run(Path models) throws IOException {
    StageOneSettings settings = StageOneSettings.standard();
    return new StageOneRun(folder, StageOneLanguage.VI, settings, line -> {}).run(models, "1");
  }

  private void writeData() throws IOException {
    Files.createDirectories(folder.resolve("vihsd"));
    Files.writeString(folder.resolve("vihsd/train.csv"), rows(600, 1));
    Files.writeString(folder.resolve("vihsd/dev.csv"), rows(150, 2));
  }

  private static String rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("text,label,in_vihsd_test,in_vihos_test\n");
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(3);
      for (int word = 0; word < 5; word++) {
        csv.append(FILLERS.get(random.nextInt(FILLERS.size()))).append(' ');
      }
      List<String> marks = MARKS.get(label);
      csv.append(marks.get(random.nextInt(marks.size())));
      csv.append(',').append(StageOneTraining.LABELS.get(label)).append(",0,0\n");
    }
    return csv.toString();
  }
}
