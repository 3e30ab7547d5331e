package chatwarden.mlops.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Comments that users of such systems complained about, by kind; those about rules are not here.
 */
class FieldCasesTest {
  private static final Path CASES = Path.of("../../shared/data/field-cases/cases.jsonl");
  private static final String PROBABILITY = "flagged (offensiveProbability";
  private static final int LEAST_CASES = 10;
  private static final double LEAST_OF_A_KIND = 0.62;
  private static final double LEAST_ON_AVERAGE = 0.86;

  @Test
  void mostAreFlaggedAsExpected() throws IOException {
    assumeTrue(Files.exists(CASES), "skipped: the field cases are not at ../shared/data");
    Map<String, List<Boolean>> asExpected = new TreeMap<>();
    try (ShippedClassifier classifier = ShippedClassifier.open()) {
      for (String line : Files.readAllLines(CASES)) {
        JsonNode one = new ObjectMapper().readTree(line);
        String expected = one.path("expect").textValue();
        boolean isFlagged = expected.startsWith(PROBABILITY);
        if (isFlagged || expected.startsWith("not " + PROBABILITY)) {
          boolean flags = classifier.flags(List.of(one.path("text").textValue())).getFirst();
          asExpected
              .computeIfAbsent(one.path("kind").textValue(), kind -> new ArrayList<>())
              .add(flags == isFlagged);
        }
      }
    }
    Map<String, Double> shares = new TreeMap<>();
    asExpected.forEach(
        (kind, cases) -> {
          if (cases.size() >= LEAST_CASES) {
            shares.put(kind, cases.stream().filter(is -> is).count() / (double) cases.size());
          }
        });

    assertThat(shares.values())
        .allSatisfy(share -> assertThat(share).isGreaterThan(LEAST_OF_A_KIND));
    assertThat(shares.values().stream().mapToDouble(share -> share).average().orElseThrow())
        .as("on average over %s", shares)
        .isGreaterThan(LEAST_ON_AVERAGE);
  }
}
