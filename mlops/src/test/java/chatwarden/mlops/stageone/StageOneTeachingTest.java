package chatwarden.mlops.stageone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.linear.LinearClassifier;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Texts that teach beside the labelled rows, and rows that are left out. */
class StageOneTeachingTest extends StageOneFixture {
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
}
