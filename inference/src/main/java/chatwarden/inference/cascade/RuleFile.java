package chatwarden.inference.cascade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON files in which calibration is stored, naming their faults. */
final class RuleFile {

  private final Path file;
  private final JsonNode root;

  private RuleFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  static RuleFile read(Path file) throws IOException {
    return new RuleFile(file, new ObjectMapper().readTree(file.toFile()));
  }

  JsonNode root() {
    return root;
  }

  IOException fault(String problem) {
    return new IOException(file + ": " + problem);
  }

  /**
   * Returns the rules of {@code tier} by language.
   *
   * @param inputs the names of all inputs, in the order of the evidence
   * @param classes how many classes there are
   */
  Map<String, LanguageRule> rules(JsonNode tier, List<String> inputs, int classes)
      throws IOException {
    Map<String, LanguageRule> rules = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : tier.path("rules").properties()) {
      JsonNode node = entry.getValue();
      List<Integer> numbers = new ArrayList<>();
      for (JsonNode input : node.path("inputs")) {
        int number = inputs.indexOf(input.asText());
        if (number < 0) {
          throw fault("input %s (expected: one of %s)".formatted(input.asText(), inputs));
        }
        numbers.add(number);
      }
      try {
        LanguageRule rule =
            new LanguageRule(
                numbers,
                numbers(node.path("weights")),
                numbers(node.path("biases")),
                numbers(node.path("offsets")));
        if (rule.biases().size() != classes) {
          throw fault("biases: %d (expected: %d)".formatted(rule.biases().size(), classes));
        }
        rules.put(entry.getKey(), rule);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": " + entry.getKey() + ": " + e.getMessage(), e);
      }
    }
    if (rules.isEmpty()) {
      throw fault("rules: missing (expected: at least one language)");
    }
    return Map.copyOf(rules);
  }

  /** Returns the categories of the file, of kinds by their numbers in {@code kinds}. */
  List<CategoryRule> categories(List<String> kinds) throws IOException {
    List<CategoryRule> categories = new ArrayList<>();
    for (JsonNode node : root.path("categories")) {
      String name = node.path("name").asText();
      if (!kinds.contains(name)) {
        throw fault("category %s (expected: one of %s)".formatted(name, kinds));
      }
      List<String> languages = new ArrayList<>();
      node.path("languages").forEach(language -> languages.add(language.asText()));
      try {
        categories.add(
            new CategoryRule(
                name,
                kinds.indexOf(name),
                node.path("slope").asDouble(),
                node.path("bias").asDouble(),
                languages));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": category " + name + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(categories);
  }

  private static List<Double> numbers(JsonNode list) {
    List<Double> numbers = new ArrayList<>();
    list.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }
}
