package chatwarden.inference.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The facts that {@code encoder.json} states of an exported encoder. Immutable.
 *
 * @param heads the names of its heads, each with scores of three classes, in the order of the
 *     output {@code classes}: the sets that the heads were fitted to, and {@code all} for all sets
 * @param kinds the kinds of abuse, in the order of the output {@code kinds}; may be empty
 * @param maxTokens the most tokens that it reads at once, the first, special one included
 */
public record EncoderFacts(List<String> heads, List<String> kinds, int maxTokens) {

  private static final int LEAST_TOKENS = 8;

  /** Copies the lists. */
  public EncoderFacts {
    heads = List.copyOf(heads);
    kinds = List.copyOf(kinds);
  }

  /**
   * Reads {@code encoder.json}.
   *
   * @throws IOException if it cannot be read, or states no heads or too few tokens
   */
  public static EncoderFacts read(Path file) throws IOException {
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    EncoderFacts facts =
        new EncoderFacts(
            texts(root.path("heads")), texts(root.path("kinds")), root.path("maxTokens").asInt());
    if (facts.heads.isEmpty() || facts.maxTokens < LEAST_TOKENS) {
      throw new IOException(
          "%s: heads %s, maxTokens %d (expected: at least one head and %d tokens)"
              .formatted(file, facts.heads, facts.maxTokens, LEAST_TOKENS));
    }
    return facts;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
