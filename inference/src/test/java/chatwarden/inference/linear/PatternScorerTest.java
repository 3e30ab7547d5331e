package chatwarden.inference.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatternScorerTest {
  private final LinearWeights weights = SmallModel.weights();
  private final PatternScorer scorer = new PatternScorer(weights.patterns());

  @Test
  void scoresAreWhatTheDefinitionSays() {
    for (String text : SmallModel.TEXTS) {
      WordSequence words = words(text);
      double[] scores = new double[3];
      double[] expected = new double[3];
      scorer.addTo(scores, words);
      PatternsByDefinition.addTo(expected, weights.patterns(), words);

      assertThat(scores).containsExactly(expected, within(1e-5));
    }
  }

  @Test
  void whatWordsAddIsWhatTheTextScores() {
    for (String text : SmallModel.TEXTS) {
      WordSequence words = words(text);
      double[] scores = new double[3];
      scorer.addTo(scores, words);
      for (int k = 0; k < 3; k++) {
        assertThat(Arrays.stream(scorer.effects(words, k)).sum())
            .isCloseTo(scores[k], within(1e-5));
      }
    }
  }

  @Test
  void aTextBeforeChangesNothing() {
    double[] alone = new double[3];
    scorer.addTo(alone, words("hello there"));
    double[] after = new double[3];
    scorer.addTo(new double[3], words("một hai một hai một hai"));
    scorer.addTo(after, words("hello there"));

    assertThat(after).containsExactly(alone);
  }

  @Test
  void noPatternsAddNothing() {
    double[] scores = new double[3];
    new PatternScorer(Patterns.NONE).addTo(scores, words("hello there"));

    assertThat(scores).containsOnly(0);
    assertThat(Patterns.NONE.biases()).isEqualTo(List.of());
  }

  private WordSequence words(String text) {
    FeatureHashes features = new FeatureHashes();
    new FeatureHasher(weights.lexicon())
        .hash(Normalizer.standard().normalize(text).text(), features);
    return features.words();
  }
}
