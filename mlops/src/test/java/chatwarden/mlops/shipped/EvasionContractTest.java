package chatwarden.mlops.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Judgement;
import chatwarden.mlops.data.LabelledFile;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.evaluation.MacroF1;
import chatwarden.mlops.evaluation.ObfuscatedSuite;
import chatwarden.mlops.evasion.Evasion;
import chatwarden.mlops.evasion.EvasionKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No way of evading costs the classifier that ships more than four points of macro-F1. */
class EvasionContractTest {
  private static final Path DATA = Path.of("../../shared/data");
  private static final List<String> LABELS = List.of("CLEAN", "OFFENSIVE", "HATE");
  private static final double MOST = 0.04;

  private static ShippedClassifier classifier;

  @BeforeAll
  static void open() {
    classifier = ShippedClassifier.open();
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  @Test
  void onTheProjectsOwnSentences() throws IOException {
    List<String> texts = new ArrayList<>();
    List<Integer> truth = new ArrayList<>();
    for (String line : sentences()) {
      JsonNode sentence = new ObjectMapper().readTree(line);
      texts.add(sentence.path("text").textValue());
      truth.add(sentence.path("offensive").booleanValue() ? 1 : 0);
    }

    double plain = ofFlags(texts, truth);
    Map<EvasionKind, Double> evaded = new LinkedHashMap<>();
    for (EvasionKind kind : EvasionKind.values()) {
      evaded.put(
          kind,
          ofFlags(
              texts.stream()
                  .map(text -> Evasion.obfuscate(text, kind, ObfuscatedSuite.SEED))
                  .toList(),
              truth));
    }

    assertThat(texts).hasSize(200);
    assertThat(plain).isGreaterThan(0.9);
    assertThat(evaded)
        .allSatisfy((kind, f1) -> assertThat(f1).as("%s", kind).isGreaterThan(plain - MOST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vihsd", "davidson"})
  void onTheDevelopmentSplits(String set) throws IOException {
    assumeTrue(Files.isDirectory(DATA), "skipped: the data sets are not at ../shared/data");
    List<LabelledText> rows = LabelledFile.read(DATA, set + "/dev.csv", LABELS).rows();
    List<String> texts = rows.stream().map(LabelledText::text).toList();
    int[] truth = rows.stream().mapToInt(LabelledText::label).toArray();

    double plain = ofClasses(texts, truth);
    double drawn =
        ofClasses(
            texts.stream().map(text -> Evasion.obfuscate(text, ObfuscatedSuite.SEED)).toList(),
            truth);

    assertThat(drawn).isGreaterThan(plain - MOST);
  }

  private static List<String> sentences() throws IOException {
    String name = "sentences.jsonl";
    try (InputStream in =
        Objects.requireNonNull(EvasionContractTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static double ofFlags(List<String> texts, List<Integer> truth) {
    int[] given = classifier.flags(texts).stream().mapToInt(flagged -> flagged ? 1 : 0).toArray();
    int[] wanted = truth.stream().mapToInt(Integer::intValue).toArray();
    return MacroF1.of(MacroF1.confusion(given, wanted, 2));
  }

  private static double ofClasses(List<String> texts, int[] truth) {
    int[] given =
        classifier.judge(texts).stream()
            .map(Judgement::classes)
            .map(ClassProbabilities::label)
            .mapToInt(LABELS::indexOf)
            .toArray();
    return MacroF1.of(MacroF1.confusion(given, truth, LABELS.size()));
  }
}
