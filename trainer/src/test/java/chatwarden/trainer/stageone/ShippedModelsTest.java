package chatwarden.trainer.stageone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.classifier.linear.LinearClassifier;
import chatwarden.classifier.model.ClassProbabilities;
import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.evaluation.Evaluation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The models that ship, on the development splits, which nothing in them was fitted on. */
class ShippedModelsTest {
  private static final Path DATA = Path.of("../../shared/data");

  @ParameterizedTest
  @EnumSource
  void theFileIsTheOneThatTheModelNames(StageOneLanguage language) throws IOException {
    byte[] weights = Files.readAllBytes(directory(language).resolve("weights.bin"));

    assertThat(directory(language).resolve("model.yaml"))
        .content()
        .contains("sha256: " + LabelledFile.sha256(weights));
    assertThat(weights.length).isLessThan(15_000_000);
  }

  @ParameterizedTest
  @EnumSource
  void theFiguresAreThoseOfTheModelCard(StageOneLanguage language) throws IOException {
    List<LabelledText> rows = development(language);
    try (LinearClassifier classifier = LinearClassifier.open(directory(language))) {
      List<ClassProbabilities> answers =
          classifier.classify(rows.stream().map(LabelledText::text).toList());
      int[] truth = rows.stream().mapToInt(LabelledText::label).toArray();
      Evaluation evaluation = Evaluation.of(answers, truth, StageOneSettings.standard().seed());

      assertThat(directory(language).resolve("MODEL_CARD.md"))
          .content()
          .contains(String.format(Locale.ROOT, "| macro-F1 | %.4f ", evaluation.macroF1()));
      assertThat(evaluation.macroF1()).isGreaterThan(0.66);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneByOneAndInBatchesOf64TheAnswersAreTheSame(StageOneLanguage language) throws IOException {
    List<String> texts = development(language).stream().map(LabelledText::text).toList();
    try (LinearClassifier classifier = LinearClassifier.open(directory(language))) {
      List<ClassProbabilities> single = new ArrayList<>();
      texts.forEach(text -> single.addAll(classifier.classify(List.of(text))));
      List<ClassProbabilities> batched = new ArrayList<>();
      for (int from = 0; from < texts.size(); from += 64) {
        batched.addAll(classifier.classify(texts.subList(from, Math.min(texts.size(), from + 64))));
      }

      assertThat(batched).isEqualTo(single);
    }
  }

  private static List<LabelledText> development(StageOneLanguage language) throws IOException {
    assumeTrue(Files.isDirectory(DATA), "skipped: the data sets are not at ../shared/data");
    return LabelledFile.read(DATA, language.dataSet() + "/dev.csv", StageOneTraining.LABELS).rows();
  }

  private static Path directory(StageOneLanguage language) {
    Path models = Path.of("../models");
    String name = language.modelName(StageOneKind.LINEAR);
    try {
      return models.resolve(name).resolve(ModelVersions.of(models, name).newest().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
