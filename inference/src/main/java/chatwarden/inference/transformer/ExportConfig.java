package chatwarden.inference.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The facts that {@code config.json} of an export states. Immutable.
 *
 * @param labels the names of the labels, in the order of their scores; at least one
 * @param maxTokens the most tokens that the model reads at once, special ones included
 * @param padding the id of the token that fills a batch up
 * @param multiLabel whether each label is decided by itself (a sigmoid), as {@code problem_type:
 *     multi_label_classification} says; else one of them is (a softmax)
 */
public record ExportConfig(List<String> labels, int maxTokens, long padding, boolean multiLabel) {

  private static final int DEFAULT_POSITIONS = 512;

  /** Hugging Face leaves the names out where a model has two labels without names. */
  private static final List<String> UNNAMED = List.of("LABEL_0", "LABEL_1");

  /** Architectures whose positions begin after the padding token's id, as fairseq counts them. */
  private static final Set<String> OFFSET_POSITIONS =
      Set.of("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet", "longformer");

  /** Copies the labels. */
  public ExportConfig {
    labels = List.copyOf(labels);
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws IOException if it cannot be read, leaves out a label, or states a number out of its
   *     range
   */
  public static ExportConfig read(Path config) throws IOException {
    JsonNode root = new ObjectMapper().readTree(config.toFile());
    int padding = root.path("pad_token_id").asInt(0);
    int positions = root.path("max_position_embeddings").asInt(DEFAULT_POSITIONS);
    int offset = OFFSET_POSITIONS.contains(root.path("model_type").asText()) ? padding + 1 : 0;
    int maxTokens = positions - offset;
    if (maxTokens < 8 || padding < 0) {
      throw new IOException(
          "%s: max_position_embeddings %d, pad_token_id %d (expected: room for 8 tokens)"
              .formatted(config, positions, padding));
    }
    boolean multiLabel = root.path("problem_type").asText().equals("multi_label_classification");
    return new ExportConfig(labels(root, config), maxTokens, padding, multiLabel);
  }

  private static List<String> labels(JsonNode root, Path config) throws IOException {
    Map<Integer, String> names = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : root.path("id2label").properties()) {
      try {
        names.put(Integer.valueOf(label.getKey()), label.getValue().asText());
      } catch (NumberFormatException e) {
        throw new IOException(
            config + ": id2label: " + label.getKey() + " (expected: a number)", e);
      }
    }
    if (names.isEmpty()) {
      return UNNAMED;
    }
    for (int id = 0; id < names.size(); id++) {
      if (!names.containsKey(id)) {
        throw new IOException(config + ": id2label: " + id + " is missing");
      }
    }
    return List.copyOf(names.values());
  }
}
