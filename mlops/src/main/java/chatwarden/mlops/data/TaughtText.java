package chatwarden.mlops.data;

import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A text without a label of its own, and the probabilities that a better model gives its classes.
 *
 * @param text the text
 * @param probabilities one for each class; they sum to 1 up to rounding
 */
public record TaughtText(String text, List<Double> probabilities) {

  private static final double ROUNDING = 0.01;

  /** Checks the probabilities. */
  public TaughtText {
    probabilities = List.copyOf(probabilities);
    double sum = probabilities.stream().mapToDouble(Double::doubleValue).sum();
    if (Math.abs(sum - 1) > ROUNDING || probabilities.stream().anyMatch(p -> !(p >= 0))) {
      throw new IllegalArgumentException(
          "probabilities: " + probabilities + " (expected: at least 0, with the sum 1)");
    }
  }

  /**
   * Reads JSON Lines {@code {"text","probabilities"}}.
   *
   * @throws InvalidInputException naming the line that is wrong
   */
  public static List<TaughtText> read(Path file, int classes) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<TaughtText> texts = new ArrayList<>();
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        texts.add(read(json, line, file + " line " + (texts.size() + 1), classes));
      }
    }
    return texts;
  }

  private static TaughtText read(ObjectMapper json, String line, String place, int classes) {
    try {
      JsonNode row = json.readTree(line);
      List<Double> probabilities = new ArrayList<>(classes);
      row.path("probabilities").forEach(number -> probabilities.add(number.asDouble(Double.NaN)));
      if (!row.path("text").isTextual() || probabilities.size() != classes) {
        throw InvalidInputException.of(
            place, "needs a text and %d probabilities".formatted(classes));
      }
      return new TaughtText(row.path("text").textValue(), probabilities);
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(place, "not JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of(place, String.valueOf(e.getMessage()));
    }
  }
}
