package chatwarden.inference.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports with random weights, decoded as the library that exported them does. */
class DecodingTest {
  private static final Path MODELS = Path.of("src/test/resources/generators");
  private static final long END = 2;
  private static final long PAD = 1;
  private static final int MAX_TOKENS = 12;
  private static final Decoding DECODING = new Decoding(List.of(END), MAX_TOKENS);

  private static TokenModel open(String model) throws IOException {
    Path folder = MODELS.resolve(model);
    return model.equals("gpt2") ? CausalModel.open(folder) : SequenceModel.open(folder, PAD);
  }

  private static JsonNode rows(String model) throws IOException {
    return new ObjectMapper().readTree(MODELS.resolve(model).resolve("expected.json").toFile());
  }

  private static List<Long> tokens(JsonNode row, String name) {
    List<Long> tokens = new ArrayList<>();
    row.path(name).forEach(token -> tokens.add(token.asLong()));
    return tokens;
  }

  private static long[] prompt(JsonNode row) {
    return tokens(row, "ids").stream().mapToLong(Long::longValue).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "t5"})
  void greedyAndBeamSearchGiveTheTokensOfTransformers(String model) throws IOException {
    try (TokenModel opened = open(model)) {
      for (JsonNode row : rows(model)) {
        Generated greedy = DECODING.greedy(opened, prompt(row));
        List<Generated> beams = DECODING.beams(opened, prompt(row), 4);

        assertThat(greedy.tokens()).isEqualTo(tokens(row, "greedy"));
        assertThat(DECODING.likeliest(opened, prompt(row))).isEqualTo(greedy.tokens());
        assertThat(beams.getFirst().tokens()).isEqualTo(tokens(row, "beam"));
        assertThat(beams).extracting(Generated::tokens).doesNotHaveDuplicates();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "t5"})
  void samplesFollowTheSeedAndTheShare(String model) throws IOException {
    try (TokenModel opened = open(model)) {
      long[] prompt = prompt(rows(model).get(0));
      List<Generated> first = DECODING.samples(opened, prompt, 5, 2, 0.95, 7);

      assertThat(DECODING.samples(opened, prompt, 5, 2, 0.95, 7)).isEqualTo(first);
      assertThat(new HashSet<>(first)).hasSizeGreaterThan(1);
      assertThat(DECODING.samples(opened, prompt, 1, 1, 1e-9, 7).getFirst().tokens())
          .isEqualTo(DECODING.greedy(opened, prompt).tokens());
    }
  }

  /** A step with kept states is a step of the whole text without any. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2"})
  void keptStatesChangeNothing(String model) throws IOException {
    try (TokenModel opened = open(model)) {
      long[] whole = prompt(rows(model).get(1));
      long[] part = Arrays.copyOf(whole, 3);
      Continuation state = opened.begin(part);
      for (int i = 3; i < whole.length; i++) {
        Continuation next = state.next(whole[i]);
        state.close();
        state = next;
      }
      try (Continuation atOnce = opened.begin(whole)) {
        for (int i = 0; i < atOnce.logits().length; i++) {
          assertThat(state.logits()[i]).isCloseTo(atOnce.logits()[i], within(1e-3f));
        }
      }
      state.close();
    }
  }

  /** A model that hardly ends at first, and may end from then on. */
  private record Ending(float[] logits, float[] later) implements TokenModel, Continuation {

    static Ending of(double other, double laterOther) {
      return new Ending(logs(other), logs(laterOther));
    }

    private static float[] logs(double other) {
      return new float[] {(float) Math.log(other), -9, (float) Math.log(1 - other)};
    }

    @Override
    public Continuation begin(long[] prompt) {
      return this;
    }

    @Override
    public Continuation next(long token) {
      return new Ending(later, later);
    }

    @Override
    public void close() {}
  }

  @Test
  void aGreedyTextEndsWhereTheEndIsLikeliest() {
    Generated text = DECODING.greedy(Ending.of(0.9, 0.45), new long[] {0});

    assertThat(text.tokens()).containsExactly(0L);
    assertThat(text.logProbability()).isCloseTo(Math.log(0.9 * 0.55), within(1e-3));
  }
}
