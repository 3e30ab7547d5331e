package chatwarden.tagger.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The labels of a token classifier, as the {@code id2label} of its {@code config.json} names them.
 *
 * <p>Outside of spans is {@code O}, {@code OUTSIDE}, {@code NONE}, {@code CLEAN} or {@code
 * LABEL_0}; {@code B-…} begins a span, and every other label is of a span. Immutable.
 */
final class SpanLabels {

  private static final Set<String> OUTSIDE = Set.of("O", "OUTSIDE", "NONE", "CLEAN", "LABEL_0");

  private final int count;
  private final int maxTokens;
  private final BitSet outside = new BitSet();
  private final BitSet begin = new BitSet();

  private SpanLabels(Map<Integer, String> names, int maxTokens) {
    this.count = names.size();
    this.maxTokens = maxTokens;
    names.forEach(
        (id, name) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          outside.set(id, OUTSIDE.contains(upper));
          begin.set(id, upper.startsWith("B-"));
        });
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws IOException if it names no labels, or none or all of them are outside of spans
   */
  static SpanLabels read(Path config) throws IOException {
    JsonNode root = new ObjectMapper().readTree(config.toFile());
    Map<Integer, String> names = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : root.path("id2label").properties()) {
      try {
        names.put(Integer.valueOf(label.getKey()), label.getValue().asText());
      } catch (NumberFormatException e) {
        throw new IOException(
            config + ": id2label: " + label.getKey() + " (expected: a number)", e);
      }
    }
    for (int id = 0; id < names.size(); id++) {
      if (!names.containsKey(id)) {
        throw new IOException(config + ": id2label: " + id + " is missing");
      }
    }
    SpanLabels labels = new SpanLabels(names, root.path("max_position_embeddings").asInt(512));
    int spans = labels.count - labels.outside.cardinality();
    if (labels.outside.isEmpty() || spans == 0) {
      throw new IOException(
          config + ": id2label: " + names.values() + " (expected: O, and labels of spans)");
    }
    return labels;
  }

  /** The number of labels. */
  int count() {
    return count;
  }

  /** The most tokens that the model reads, special ones included. */
  int maxTokens() {
    return maxTokens;
  }

  /** The probability that a token is in a span, by the scores of its labels from {@code at} on. */
  double inside(float[] scores, int at) {
    double top = scores[at + top(scores, at)];
    double all = 0;
    double spans = 0;
    for (int label = 0; label < count; label++) {
      double weight = Math.exp(scores[at + label] - top);
      all += weight;
      spans += outside.get(label) ? 0 : weight;
    }
    return spans / all;
  }

  /** Whether the likeliest label of a span, by the same scores, begins one. */
  boolean begins(float[] scores, int at) {
    int best = -1;
    for (int label = 0; label < count; label++) {
      if (!outside.get(label) && (best < 0 || scores[at + label] > scores[at + best])) {
        best = label;
      }
    }
    return begin.get(best);
  }

  private int top(float[] scores, int at) {
    int best = 0;
    for (int label = 1; label < count; label++) {
      best = scores[at + label] > scores[at + best] ? label : best;
    }
    return best;
  }
}
