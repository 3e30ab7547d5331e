package chatwarden.mlops.stageone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.linear.LinearClassifier;
import chatwarden.inference.linear.LinearScorer;
import chatwarden.inference.linear.LinearWeights;
import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.gate.Probe;
import chatwarden.mlops.run.ErrorRise;
import chatwarden.mlops.run.GateResult;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.text.Normalizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trains on invented sentences whose class shows in one word. */
class StageOneTrainingTest extends StageOneFixture {
  @Test
  void theSameDataAndSeedGiveTheSameBytes() throws IOException {
    writeData();

    run(folder.resolve("a"));
    run(folder.resolve("b"));

    for (String name :
        List.of("weights.safetensors", "model.yaml", "MODEL_CARD.md", "report.html")) {
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
          chatwarden.inference.linear.LinearFile.open(
              folder.resolve("vi-linear/1/weights.safetensors"), arena);
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

  @Test
  void aSubwordModelLearnsTheSameAndIsTheSameBytesTwice() throws IOException {
    writeData();

    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> one = subword("a");
    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> other = subword("b");

    assertThat(one.figures().evaluation().macroF1()).isGreaterThan(0.95);
    for (String name :
        List.of("subword.safetensors", "model.yaml", "MODEL_CARD.md", "report.html")) {
      assertThat(one.directory().resolve(name))
          .hasSameBinaryContentAs(other.directory().resolve(name));
    }
    assertThat(one.directory().resolve("model.yaml")).content().contains("chatwarden-subword");
  }

  private TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> subword(String models)
      throws IOException {
    return run(
        StageOneKind.SUBWORD, VI, folder.resolve(models), "1", 1, StageOneTeaching.NONE, progress);
  }

  @Test
  void aVersionAsGoodAsTheOneBeforeTakesItsPlace() throws IOException {
    writeData();
    run(folder, "1", 1);
    Files.writeString(
        folder.resolve("vihsd/train.csv"), "bạn vui,CLEAN,0,0\n", StandardOpenOption.APPEND);

    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> second = run(folder, "2", 1);

    assertThat(second.accepted()).isTrue();
    assertThat(second.directory()).isEqualTo(folder.resolve("vi-linear/2"));
    assertThat(second.gate().orElseThrow().version()).isEqualTo("1");
    assertThat(second.gate().orElseThrow().test().difference()).isZero();
  }

  @Test
  void aVersionThatIsWorseBeyondNoiseStaysAside() throws IOException {
    writeData();
    run(folder, "1", 1);
    String train = Files.readString(folder.resolve("vihsd/train.csv"));
    Files.writeString(
        folder.resolve("vihsd/train.csv"),
        train
            .replace(",OFFENSIVE,", ",X,")
            .replace(",HATE,", ",OFFENSIVE,")
            .replace(",X,", ",HATE,"));

    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> second = run(folder, "2", 1);

    assertThat(second.accepted()).isFalse();
    assertThat(folder.resolve("vi-linear/2")).doesNotExist();
    assertThat(folder.resolve("vi-linear/.refused-2/report.html")).content().contains("Gate");
  }

  @Test
  void aSearchThatWasStoppedGoesOnWhereItWas() throws IOException {
    writeData();
    run(folder.resolve("whole"), "1", 3);
    List<String> all = List.copyOf(progress);
    progress.clear();
    Path stopped = folder.resolve("stopped/vi-linear");
    List<String> interrupted =
        new ArrayList<>() {
          @Override
          public boolean add(String line) {
            if (line.startsWith("search trial=2")) {
              throw new IllegalStateException("stopped");
            }
            return super.add(line);
          }
        };
    assertThatThrownBy(
            () ->
                run(
                    StageOneKind.LINEAR,
                    VI,
                    folder.resolve("stopped"),
                    "1",
                    3,
                    StageOneTeaching.NONE,
                    interrupted))
        .hasMessage("stopped");
    assertThat(stopped.resolve(".training-1")).exists();

    run(folder.resolve("stopped"), "1", 3);

    assertThat(all).filteredOn(line -> line.startsWith("search trial")).hasSize(3);
    assertThat(progress)
        .filteredOn(line -> line.startsWith("search trial"))
        .containsExactly(
            all.stream()
                .filter(line -> line.startsWith("search trial=3"))
                .findFirst()
                .orElseThrow());
    assertThat(stopped.resolve("1/weights.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/vi-linear/1/weights.safetensors"));
    assertThat(stopped.resolve(".training-1")).doesNotExist();
  }

  @Test
  void aVersionWhoseErrorRateRisesByMoreThanTwoPointsStaysAside() throws IOException {
    writeData();
    probes =
        List.of(
            new Probe(
                "harmless words flagged",
                List.of("quyxzo hôm nay", "quyxzo trời"),
                List.of(false, false)));
    Path train = folder.resolve("vihsd/train.csv");
    String usual = Files.readString(train);
    Files.writeString(train, usual + "quyxzo hôm nay trời,CLEAN,0,0\n".repeat(60));
    run(folder, "1", 1);
    Files.writeString(train, usual + "quyxzo hôm nay trời,HATE,0,0\n".repeat(60));

    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> second = run(folder, "2", 1);

    GateResult<StageOneFigures> gate = second.gate().orElseThrow();
    assertThat(gate.test().worse()).isFalse();
    assertThat(second.accepted()).isFalse();
    assertThat(gate.errors())
        .filteredOn(ErrorRise::stops)
        .singleElement()
        .satisfies(error -> assertThat(error.name()).isEqualTo("harmless words flagged"))
        .satisfies(error -> assertThat(error.before()).isZero())
        .satisfies(error -> assertThat(error.now()).isEqualTo(1));
    assertThat(second.directory().resolve("report.html"))
        .content()
        .contains("harmless words flagged", "100.00 %, before 0.00 %: more than two points worse");
    assertThat(second.directory().resolve("MODEL_CARD.md"))
        .content()
        .contains("- calibration error, offensive probability: ", "- macro-F1 lost to evasion: ");
  }
}
