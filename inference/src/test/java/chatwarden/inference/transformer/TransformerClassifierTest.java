package chatwarden.inference.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Explanation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With exports that models/training/make_tiny_classifiers.py made, and the answers that it expects.
 */
final class TransformerClassifierTest {

  private static final List<String> KNOWN = List.of("CLEAN", "OFFENSIVE", "HATE");
  private static final Path EXPORTS = Path.of("src/test/resources/transformers");

  private static TransformerClassifier open(String export, String labels) throws IOException {
    Path folder = EXPORTS.resolve(export);
    return TransformerClassifier.open(
        folder.resolve("model.onnx"),
        folder.resolve("tokenizer.json"),
        folder.resolve("config.json"),
        labels,
        KNOWN);
  }

  private static JsonNode expected(String export) throws IOException {
    return new ObjectMapper().readTree(EXPORTS.resolve(export).resolve("expected.json").toFile());
  }

  private static List<String> texts(JsonNode expected) {
    List<String> texts = new ArrayList<>();
    expected.forEach(one -> texts.add(one.path("text").textValue()));
    return texts;
  }

  private static double[] numbers(JsonNode row) {
    double[] numbers = new double[row.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = row.get(i).doubleValue();
    }
    return numbers;
  }

  private static List<double[]> windows(JsonNode one) {
    List<double[]> windows = new ArrayList<>();
    one.path("windows").forEach(row -> windows.add(numbers(row)));
    return windows;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bert | CLEAN=CLEAN | 0",
        "distilbert | POSITIVE=CLEAN, NEGATIVE=OFFENSIVE | 0",
        "xlm-roberta | LABEL_0=OFFENSIVE, LABEL_1=HATE, LABEL_2=CLEAN | 2"
      })
  void answersAsTransformersDoesAndOfALongTextItsMostOffensiveWindow(
      String export, String labels, int clean) throws IOException {
    JsonNode expected = expected(export);
    try (TransformerClassifier classifier = open(export, labels)) {
      List<ClassProbabilities> answers = classifier.classify(texts(expected));
      for (int i = 0; i < answers.size(); i++) {
        double leastClean =
            windows(expected.get(i)).stream().mapToDouble(row -> row[clean]).min().orElseThrow();
        assertThat(answers.get(i).offensiveProbability())
            .as(expected.get(i).path("text").textValue())
            .isCloseTo((float) (1 - leastClean), within(1e-4f));
      }
    }
  }

  @Test
  void eachLabelIsDecidedByItselfWhereTheExportSaysSo() throws IOException {
    JsonNode expected = expected("roberta");
    String labels = "toxic=OFFENSIVE, insult=OFFENSIVE, identity_hate=HATE, other=CLEAN";
    try (TransformerClassifier classifier = open("roberta", labels)) {
      List<ClassProbabilities> answers = classifier.classify(texts(expected));
      for (int i = 0; i < answers.size(); i++) {
        double[] worst =
            windows(expected.get(i)).stream()
                .max((a, b) -> Double.compare(highest(a), highest(b)))
                .orElseThrow();
        double offensive = Math.max(worst[0], worst[1]);
        float hate = (float) (highest(worst) * worst[2] / (offensive + worst[2]));
        assertThat(answers.get(i).offensiveProbability())
            .isCloseTo((float) highest(worst), within(1e-4f));
        assertThat(answers.get(i).probability("HATE")).isCloseTo(hate, within(1e-4f));
      }
    }
  }

  private static double highest(double[] sigmoids) {
    return DoubleStream.of(sigmoids[0], sigmoids[1], sigmoids[2]).max().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"bert", "xlm-roberta"})
  void aBatchAnswersAsItsTextsOneByOne(String export) throws IOException {
    String labels = export.equals("bert") ? "" : "LABEL_0=CLEAN,LABEL_1=OFFENSIVE,LABEL_2=HATE";
    List<String> texts = new ArrayList<>(texts(expected(export)));
    texts.addAll(List.of("", " \n", "\ud83d", "a\u0000b"));
    try (TransformerClassifier classifier = open(export, labels)) {
      List<ClassProbabilities> together = classifier.classify(texts);
      for (int i = 0; i < texts.size(); i++) {
        ClassProbabilities alone = classifier.classify(List.of(texts.get(i))).getFirst();
        assertThat(together.get(i).offensiveProbability())
            .isCloseTo(alone.offensiveProbability(), within(1e-5f));
      }
    }
  }

  @Test
  void blankTextIsClean() throws IOException {
    try (TransformerClassifier classifier = open("bert", "")) {
      assertThat(classifier.classify(List.of(" ")).getFirst())
          .isEqualTo(new ClassProbabilities(KNOWN, List.of(1f, 0f, 0f), "CLEAN"));
      assertThat(classifier.classify(List.of())).isEmpty();
    }
  }

  @Test
  void explanationAddsUpAndItsDecisiveWordsDecide() throws IOException {
    try (TransformerClassifier classifier =
        open("distilbert", "POSITIVE=CLEAN, NEGATIVE=OFFENSIVE")) {
      String text = "😀 shut up you idiot chào cả nhà";
      float offensive = classifier.classify(List.of(text)).getFirst().offensiveProbability();

      Explanation explanation = classifier.explain(text, offensive - 0.01f);

      assertThat(explanation.label()).isEqualTo("OFFENSIVE");
      assertThat(explanation.logit())
          .isCloseTo(Math.log(offensive / (1 - offensive)), within(1e-3));
      assertThat(
              explanation.bias()
                  + explanation.other()
                  + explanation.ngrams().stream()
                      .mapToDouble(Explanation.Ngram::contribution)
                      .sum())
          .isCloseTo(explanation.logit(), within(1e-6));
      assertThat(explanation.ngrams()).hasSize(8);
      assertThat(explanation.decisive().words()).isNotEmpty();
      assertThat(explanation.decisive().offensiveProbability()).isLessThan(offensive - 0.01f);
    }
  }

  @Test
  void longTextIsExplainedByGroupsOfItsWords() throws IOException {
    try (TransformerClassifier classifier = open("bert", "")) {
      Explanation explanation = classifier.explain("một hai ba ".repeat(100).strip(), 0.01f);

      assertThat(explanation.ngrams()).hasSize(Explanation.MAX_NGRAMS);
      assertThat(explanation.ngrams()).allMatch(part -> part.range().length() > 10);
    }
  }

  @Test
  void closedClassifierSaysSo() throws IOException {
    TransformerClassifier classifier = open("bert", "");
    classifier.close();
    classifier.close();

    assertThatIllegalStateException().isThrownBy(() -> classifier.classify(List.of("a")));
  }
}
