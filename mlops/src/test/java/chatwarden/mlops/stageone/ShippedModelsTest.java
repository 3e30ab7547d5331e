package chatwarden.mlops.stageone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.data.LabelledFile;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.evaluation.ObfuscatedSuite;
import chatwarden.mlops.run.ServedVersion;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
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
        .contains("sha256: " + ModelFile.of(newest(model).resolve(file)).sha256());
    assertThat(weights.length)
        .as("bytes; a model in the repository stays small")
        .isLessThan(40_000_000);
  }

  @ParameterizedTest
  @CsvSource({"vi-linear,vihsd,0.66", "en-linear,davidson,0.71", "vi-subword,vihsd,0.60"})
  void theFiguresAreThoseOfTheModelCard(String model, String set, double least) throws IOException {
    List<LabelledText> rows = development(set);
    String card = Files.readString(newest(model).resolve("MODEL_CARD.md"));
    with(
        model,
        classifier -> {
          Evaluation evaluation =
              Evaluation.of(classifier.classify(texts(rows)), truth(rows), StageOneSettings.SEED);

          assertThat(card)
              .contains(String.format(Locale.ROOT, "| macro-F1 | %.4f ", evaluation.macroF1()));
          assertThat(evaluation.macroF1()).isGreaterThan(least);
          assertThat(evaluation.offensiveCalibrationError()).isLessThan(0.03);
        });
  }

  @ParameterizedTest
  @CsvSource({"vi-linear,vihsd", "en-linear,davidson"})
  void obfuscatingCostsAtMostFourPoints(String model, String set) throws IOException {
    List<LabelledText> rows = development(set);
    with(
        model,
        classifier -> {
          Evaluation clean =
              Evaluation.of(classifier.classify(texts(rows)), truth(rows), StageOneSettings.SEED);
          ObfuscatedSuite obfuscated = ObfuscatedSuite.of(classifier, texts(rows), truth(rows));

          assertThat(obfuscated.drawn()).isGreaterThan(clean.macroF1() - 0.04);
        });
  }

  @ParameterizedTest
  @CsvSource({"vi-linear,vihsd", "en-linear,davidson", "vi-subword,vihsd"})
  void oneByOneAndInBatchesOf64TheAnswersAreTheSame(String model, String set) throws IOException {
    List<String> texts = texts(development(set));
    with(
        model,
        classifier -> {
          List<ClassProbabilities> single = new ArrayList<>();
          texts.forEach(text -> single.addAll(classifier.classify(List.of(text))));
          List<ClassProbabilities> batched = new ArrayList<>();
          for (int from = 0; from < texts.size(); from += 64) {
            batched.addAll(
                classifier.classify(texts.subList(from, Math.min(texts.size(), from + 64))));
          }

          assertThat(batched).isEqualTo(single);
        });
  }

  private static void with(String model, Consumer<Classifier> work) throws IOException {
    ServedVersion.with(
        ClassifierLoaders.task(),
        newest(model),
        lease -> {
          work.accept(lease.model());
          return model;
        });
  }

  private static List<LabelledText> development(String set) throws IOException {
    assumeTrue(Files.isDirectory(DATA), "skipped: the data sets are not at ../shared/data");
    return LabelledFile.read(DATA, set + "/dev.csv", StageOneTraining.LABELS).rows();
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
