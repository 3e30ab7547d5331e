package chatwarden.trainer.stageone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.repository.ModelVersions;
import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.evaluation.Evaluation;
import chatwarden.trainer.evaluation.ObfuscatedSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models that ship, on the development splits, which nothing in them was fitted on. */
class ShippedModelsTest {
  private static final Path DATA = Path.of("../../shared/data");
  private static final Path MODELS = Path.of("../models");

  @ParameterizedTest
  @CsvSource({
    "vi-linear,weights.safetensors",
    "en-linear,weights.safetensors",
    "vi-subword,subword.safetensors"
  })
  void theFileIsTheOneThatTheModelNames(String model, String file) throws IOException {
    byte[] weights = Files.readAllBytes(newest(model).resolve(file));

    assertThat(newest(model).resolve("model.yaml"))
        .content()
        .contains("sha256: " + LabelledFile.sha256(weights));
    assertThat(weights.length)
        .as("bytes; a model in the repository stays small")
        .isLessThan(40_000_000);
  }

  @ParameterizedTest
  @CsvSource({"vi-linear,VI,0.66", "en-linear,EN,0.71", "vi-subword,VI,0.60"})
  void theFiguresAreThoseOfTheModelCard(String model, StageOneLanguage language, double least)
      throws IOException {
    List<LabelledText> rows = development(language);
    try (Classifier classifier = TrainedModel.open(newest(model))) {
      Evaluation evaluation =
          Evaluation.of(classifier.classify(texts(rows)), truth(rows), StageOneSettings.SEED);

      assertThat(newest(model).resolve("MODEL_CARD.md"))
          .content()
          .contains(String.format(Locale.ROOT, "| macro-F1 | %.4f ", evaluation.macroF1()));
      assertThat(evaluation.macroF1()).isGreaterThan(least);
      assertThat(evaluation.offensiveCalibrationError()).isLessThan(0.03);
    }
  }

  @ParameterizedTest
  @CsvSource({"vi-linear,VI", "en-linear,EN"})
  void obfuscatingCostsAtMostFourPoints(String model, StageOneLanguage language)
      throws IOException {
    List<LabelledText> rows = development(language);
    try (Classifier classifier = TrainedModel.open(newest(model))) {
      Evaluation clean =
          Evaluation.of(classifier.classify(texts(rows)), truth(rows), StageOneSettings.SEED);
      ObfuscatedSuite obfuscated = ObfuscatedSuite.of(classifier, texts(rows), truth(rows));

      assertThat(obfuscated.drawn()).isGreaterThan(clean.macroF1() - 0.04);
    }
  }

  @ParameterizedTest
  @CsvSource({"vi-linear,VI", "en-linear,EN", "vi-subword,VI"})
  void oneByOneAndInBatchesOf64TheAnswersAreTheSame(String model, StageOneLanguage language)
      throws IOException {
    List<String> texts = texts(development(language));
    try (Classifier classifier = TrainedModel.open(newest(model))) {
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

  private static List<String> texts(List<LabelledText> rows) {
    return rows.stream().map(LabelledText::text).toList();
  }

  private static int[] truth(List<LabelledText> rows) {
    return rows.stream().mapToInt(LabelledText::label).toArray();
  }

  private static Path newest(String model) throws IOException {
    return MODELS.resolve(model).resolve(ModelVersions.of(MODELS, model).newest().orElseThrow());
  }
}
