package chatwarden.mlops.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.FeatureTable;
import chatwarden.inference.linear.Lexicon;
import chatwarden.inference.linear.LinearScorer;
import chatwarden.inference.linear.LinearWeights;
import chatwarden.inference.linear.Patterns;
import chatwarden.inference.linear.WordScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatternFitTest {
  private static final PatternSettings SETTINGS =
      new PatternSettings(2, 4, 8, 1, 1, 1, 30, 4, 0.02f, 0.1f, 0.1f);

  /** The order of the words decides: "not good" is the second class, "good not" the first. */
  private final List<String> texts = new ArrayList<>();

  private final int[] truth = new int[120];

  PatternFitTest() {
    String[] others = {"very", "this", "one", "is", "here"};
    for (int i = 0; i < truth.length; i++) {
      truth[i] = i % 2;
      String pair = i % 2 == 1 ? "not good" : "good not";
      texts.add(others[i % 5] + " " + pair + " " + others[i / 5 % 5]);
    }
  }

  @Test
  void theOrderOfWordsIsLearned() {
    double[][] scores = scores(fit(SETTINGS));

    for (int i = 0; i < truth.length; i++) {
      assertThat(scores[i][1] > scores[i][0]).as(texts.get(i)).isEqualTo(truth[i] == 1);
    }
  }

  @Test
  void theSameSeedGivesTheSamePatterns() {
    PatternFit.Learned first = fit(SETTINGS);
    PatternFit.Learned second = fit(SETTINGS);

    assertThat(first.biases()).isEqualTo(second.biases());
    assertThat(first.patterns().biases()).isEqualTo(second.patterns().biases());
    assertThat(first.patterns().second()).isEqualTo(second.patterns().second());
    assertThat(scores(first)).isDeepEqualTo(scores(second));
  }

  @Test
  void noMembersAreNoPatterns() {
    PatternFit.Learned none = fit(new PatternSettings(0, 4, 8, 1, 1, 1, 1, 4, 0.02f, 0, 0));

    assertThat(none.patterns()).isEqualTo(Patterns.NONE);
    assertThat(none.biases()).containsOnly(0);
  }

  /** Nothing is learned of the two last texts, which count nothing. */
  @Test
  void aWordIsKnownByThoseItIsSpelledLike() {
    texts.clear();
    for (int i = 0; i < truth.length; i++) {
      String letters = "abcdefghij".substring(i / 2 % 8, i / 2 % 8 + 2);
      texts.add((i % 2 == 1 ? "stupid" : "lovely") + letters);
    }
    double[] weights = new double[truth.length];
    Arrays.fill(weights, 1);
    for (int i = truth.length - 2; i < truth.length; i++) {
      texts.set(i, (truth[i] == 1 ? "stupid" : "lovely") + "zz");
      weights[i] = 0;
    }
    PatternFit fit = new PatternFit(SETTINGS, 3, 5);
    double[][] scores = scores(fit.fit(features(), truth, weights, spellings()));

    assertThat(scores[truth.length - 1][1]).isGreaterThan(scores[truth.length - 2][1] + 1);
  }

  private PatternFit.Learned fit(PatternSettings settings) {
    double[] weights = new double[truth.length];
    Arrays.fill(weights, 1);
    return new PatternFit(settings, 3, 5).fit(features(), truth, weights, spellings());
  }

  private Spellings spellings() {
    Spellings spellings = new Spellings();
    texts.forEach(text -> List.of(text.split(" ")).forEach(spellings::add));
    return spellings;
  }

  private List<FeatureHashes> features() {
    FeatureHasher hasher = new FeatureHasher(WordScores.NONE);
    FeatureHashes features = new FeatureHashes();
    return texts.stream()
        .map(
            text -> {
              hasher.hash(text, features);
              return features.compact();
            })
        .toList();
  }

  private double[][] scores(PatternFit.Learned learned) {
    List<Double> biases = Arrays.stream(learned.biases()).boxed().toList();
    List<Double> zeros = List.of(0.0, 0.0, 0.0);
    LinearScorer scorer =
        new LinearScorer(
            new LinearWeights(
                List.of("CLEAN", "OFFENSIVE", "HATE"),
                List.of(1f, 1f, 1f, 1f, 1f),
                biases,
                1,
                zeros,
                zeros,
                FeatureTable.build(new long[0], new float[0], new double[0]),
                Lexicon.build(new long[0], new float[0]),
                learned.patterns()));
    return features().stream().map(scorer::score).toArray(double[][]::new);
  }
}
