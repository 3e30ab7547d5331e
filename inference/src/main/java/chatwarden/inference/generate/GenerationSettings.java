package chatwarden.inference.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a model generates: what its {@code config.json} says, and the settings of its manifest.
 *
 * @param sequence whether it is an encoder and decoder; else a causal language model
 * @param prompt the prompt, with {@value #TEXT} where the text goes
 * @param method how tokens are chosen
 * @param candidates how many texts are generated
 * @param temperature of sampling, positive
 * @param share the probability of the likeliest tokens of which one is drawn, in (0, 1]
 * @param seed of sampling
 * @param maxPromptTokens the most tokens of a prompt; longer ones are cut
 * @param start the token that a decoder begins with
 * @param decoding the ends of a text
 */
public record GenerationSettings(
    boolean sequence,
    String prompt,
    Method method,
    int candidates,
    double temperature,
    double share,
    long seed,
    int maxPromptTokens,
    long start,
    Decoding decoding) {

  /** The place of the text in a prompt. */
  static final String TEXT = "{text}";

  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              "prompt",
              "decoding",
              "candidates",
              "temperature",
              "top-p",
              "seed",
              "max-new-tokens",
              "max-prompt-tokens"));

  /** How tokens are chosen. */
  enum Method {
    GREEDY,
    BEAM,
    SAMPLING
  }

  /**
   * Reads the settings of a model.
   *
   * @param config its {@code config.json}
   * @param settings those of its manifest
   * @throws IOException if one is unknown or out of range; the message names it
   */
  public static GenerationSettings read(Path config, Map<String, String> settings, boolean sequence)
      throws IOException {
    for (String key : settings.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IOException("settings.%s: unknown (expected: one of %s)".formatted(key, KEYS));
      }
    }
    JsonNode facts = new ObjectMapper().readTree(config.toFile());
    String prompt = settings.getOrDefault("prompt", TEXT).replace("\\n", "\n");
    if (!prompt.contains(TEXT)) {
      throw new IOException("settings.prompt: without " + TEXT);
    }
    List<Long> ends = new ArrayList<>();
    JsonNode end = facts.path("eos_token_id");
    if (end.isArray()) {
      end.forEach(token -> ends.add(token.asLong()));
    } else if (end.isNumber()) {
      ends.add(end.asLong());
    }
    return new GenerationSettings(
        sequence,
        prompt,
        method(settings.getOrDefault("decoding", "beam")),
        (int) number(settings, "candidates", 4, 1, 16),
        number(settings, "temperature", 1, 0.01, 10),
        number(settings, "top-p", 0.95, 0.01, 1),
        (long) number(settings, "seed", 1, 0, Integer.MAX_VALUE),
        (int) number(settings, "max-prompt-tokens", 256, 1, 8_192),
        facts.path("decoder_start_token_id").asLong(0),
        new Decoding(ends, (int) number(settings, "max-new-tokens", 48, 1, 512)));
  }

  private static Method method(String name) throws IOException {
    for (Method method : Method.values()) {
      if (method.name().toLowerCase(Locale.ROOT).equals(name)) {
        return method;
      }
    }
    throw new IOException(
        "settings.decoding: %s (expected: greedy, beam or sampling)".formatted(name));
  }

  private static double number(
      Map<String, String> settings, String key, double otherwise, double least, double most)
      throws IOException {
    String value = settings.get(key);
    if (value == null) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, with the expectation.
    }
    throw new IOException(
        "settings.%s: %s (expected: a number in [%s, %s])".formatted(key, value, least, most));
  }
}
