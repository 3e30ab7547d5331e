package chatwarden.mlops.stageone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.linear.LinearClassifier;
import chatwarden.inference.linear.LinearScorer;
import chatwarden.inference.linear.LinearWeights;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.TrainingRun;
import chatwarden.mlops.run.VersionTarget;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.text.Normalizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains on invented sentences whose class shows in one word. */
class StageOneTrainingTest {
  private static final DataSet VI = DataSet.shipped(ClassifierLoaders.TASK, "vi");
  private static final DataSet EN = DataSet.shipped(ClassifierLoaders.TASK, "en");
  private static final List<List<String>> MARKS =
      List.of(List.of("tuyệt", "vui", "đẹp"), List.of("dở", "chán", "tệ"), List.of("cút", "biến"));
  private static final List<String> FILLERS =
      List.of("hôm", "nay", "trời", "bạn", "xem", "video", "này", "ở", "nhà", "với", "mẹ", "em");

  private final List<String> progress = new ArrayList<>();

  @TempDir Path folder;

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
  void sentencesOfMarkedTextsTeachWhatIsOrdinaryAndWhatIsNot() throws IOException {
    writeData("davidson");
    List<String> texts = List.of("good morning friends", "what a fool");
    List<ClassProbabilities> before = english("without", texts);
    StringBuilder marked = new StringBuilder("text,spans\n");
    for (int i = 0; i < 40; i++) {
      marked.append("good morning friends of day ").append(i + 10).append("xy. What a fool!,");
      marked.append("\"[41, 42, 43, 44]\"\n");
    }
    Files.createDirectories(folder.resolve("toxic-spans"));
    Files.writeString(folder.resolve("toxic-spans/train.csv"), marked);

    List<ClassProbabilities> after = english("with", texts);

    assertThat(progress).anyMatch(line -> line.endsWith("marked=40 sentences=41"));
    assertThat(after.get(0).probability("CLEAN")).isGreaterThan(before.get(0).probability("CLEAN"));
    assertThat(after.get(1).probability("OFFENSIVE"))
        .isGreaterThan(before.get(1).probability("OFFENSIVE"));
  }

  private List<ClassProbabilities> english(String models, List<String> texts) throws IOException {
    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> outcome =
        run(
            StageOneKind.LINEAR,
            EN,
            folder.resolve(models),
            "1",
            1,
            StageOneTeaching.NONE,
            progress);
    try (LinearClassifier classifier = LinearClassifier.open(outcome.directory())) {
      return classifier.classify(texts);
    }
  }

  @Test
  void aVersionAsGoodAsTheOneBeforeTakesItsPlace() throws IOException {
    writeData();
    run(folder, "1", 1);

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
  void textsOfABetterModelTeachTheirWords() throws IOException {
    writeData();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append("{\"text\":\"quyxzo lạ số %d\",\"probabilities\":[0.1,0.8,0.1]}\n".formatted(i));
    }
    Path taught = Files.writeString(folder.resolve("taught.jsonl"), lines);
    List<String> texts = List.of("quyxzo");

    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> without =
        run(folder.resolve("without"), "1", 1);
    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> with =
        run(
            folder.resolve("with"),
            "1",
            1,
            new StageOneTeaching(Optional.of(taught), 0.5, Optional.empty()));

    try (LinearClassifier before = LinearClassifier.open(without.directory());
        LinearClassifier after = LinearClassifier.open(with.directory())) {
      assertThat(after.classify(texts).getFirst().probability("OFFENSIVE"))
          .isGreaterThan(before.classify(texts).getFirst().probability("OFFENSIVE") + 0.05f);
    }
    assertThat(with.directory().resolve("MODEL_CARD.md"))
        .content()
        .contains("Taught: 60 texts without labels");
  }

  @Test
  void rowsThatAreKeptApartAreNotTrainedOn() throws IOException {
    writeData();
    String first =
        Files.readAllLines(folder.resolve("vihsd/train.csv")).get(1).replaceFirst(",[A-Z]+,.*", "");
    Path apart =
        Files.writeString(
            folder.resolve("apart.jsonl"),
            "{\"text\":\"%s\"}\n".formatted(first.replace("\"", "")));

    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> whole =
        run(folder.resolve("whole"), "1", 1);
    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> without =
        run(
            folder.resolve("less"),
            "1",
            1,
            new StageOneTeaching(Optional.empty(), 0, Optional.of(apart)));

    assertThat(without.data().check().rows()).hasSizeLessThan(whole.data().check().rows().size());
  }

  @Test
  void aTaughtTextWithoutItsProbabilitiesIsNamedByItsLine() throws IOException {
    writeData();
    Path taught = Files.writeString(folder.resolve("taught.jsonl"), "{\"text\":\"a\"}\n");

    assertThatThrownBy(
            () ->
                run(folder, "1", 1, new StageOneTeaching(Optional.of(taught), 1, Optional.empty())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("taught.jsonl line 1: needs a text and 3 probabilities");
  }

  @Test
  void duplicatesOfTheDevelopmentSplitAreNamedInTheReport() throws IOException {
    writeData();
    String dev = Files.readString(folder.resolve("vihsd/dev.csv"));
    String third = dev.lines().skip(3).findFirst().orElseThrow();
    Files.writeString(
        folder.resolve("vihsd/train.csv"),
        Files.readString(folder.resolve("vihsd/train.csv")) + third + "\n");

    TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> outcome = run(folder, "1", 1);

    assertThat(outcome.data().check().duplicates())
        .contains(new chatwarden.mlops.data.SplitCheck.Duplicate(601, 3));
    assertThat(outcome.directory().resolve("report.html")).content().contains("601 = 3");
  }

  private Evaluation run(Path models) throws IOException {
    return run(models, "1", 1).figures().evaluation();
  }

  private TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> run(
      Path models, String version, int trials) throws IOException {
    return run(models, version, trials, StageOneTeaching.NONE);
  }

  private TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> run(
      Path models, String version, int trials, StageOneTeaching teaching) throws IOException {
    return run(StageOneKind.LINEAR, VI, models, version, trials, teaching, progress);
  }

  private TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> run(
      StageOneKind kind,
      DataSet set,
      Path models,
      String version,
      int trials,
      StageOneTeaching teaching,
      List<String> lines)
      throws IOException {
    StageOnePlan plan =
        new StageOnePlan(
            set, kind, folder, StageOneSettings.standard(set), teaching, trials, false);
    VersionTarget target = new VersionTarget(models, kind.modelName(set.language()), version);
    return new TrainingRun<>(target, new StageOneRecipe(plan, lines::add), lines::add).run();
  }

  private void writeData() throws IOException {
    writeData("vihsd");
  }

  private void writeData(String set) throws IOException {
    Files.createDirectories(folder.resolve(set));
    Files.writeString(folder.resolve(set + "/train.csv"), rows(600, 1));
    Files.writeString(folder.resolve(set + "/dev.csv"), rows(150, 2));
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
