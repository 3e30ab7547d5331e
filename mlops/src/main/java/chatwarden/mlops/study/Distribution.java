package chatwarden.mlops.study;

import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.LogRange;
import chatwarden.mlops.search.SearchSpace.Parameter;
import chatwarden.mlops.search.SearchSpace.WholeRange;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Parameters as Optuna's distributions: JSON in a string, and the number that is a value there. */
final class Distribution {
  private Distribution() {}

  /** Returns the distribution of a parameter. */
  static String of(Parameter parameter) {
    ObjectNode distribution = JournalFile.object();
    ObjectNode attributes = JournalFile.object();
    switch (parameter) {
      case LogRange range -> {
        distribution.put("name", "FloatDistribution");
        attributes.putNull("step").put("low", range.from()).put("high", range.to());
        attributes.put("log", true);
      }
      case WholeRange range -> {
        distribution.put("name", "IntDistribution");
        attributes.put("log", false).put("step", 1);
        attributes.put("low", range.from()).put("high", range.to());
      }
      case Choice choice -> {
        distribution.put("name", "CategoricalDistribution");
        choice.values().forEach(attributes.putArray("choices")::add);
      }
    }
    return distribution.set("attributes", attributes).toString();
  }

  /** Returns the number that is {@code value} in a journal: the index of a choice, else itself. */
  static double internal(Parameter parameter, double value) {
    return parameter instanceof Choice ? parameter.coordinate(value) : value;
  }

  /** Returns the value that a number of a journal is; NaN for a choice that is not a number. */
  static double external(String distribution, double internal) throws JsonProcessingException {
    JsonNode parsed = JournalFile.parse(distribution);
    if (!parsed.path("name").asText().equals("CategoricalDistribution")) {
      return internal;
    }
    return parsed.at("/attributes/choices").path((int) internal).asDouble(Double.NaN);
  }
}
