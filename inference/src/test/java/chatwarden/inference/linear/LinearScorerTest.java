package chatwarden.inference.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.text.Normalizer;
import org.junit.jupiter.api.Test;

class LinearScorerTest {
  private final LinearWeights weights = SmallModel.weights();

  @Test
  void scoresAreWhatTheDefinitionSays() {
    for (String text : SmallModel.TEXTS) {
      String normalized = Normalizer.standard().normalize(text).text();
      double[] scores = new LinearScorer(weights).score(normalized);

      assertThat(scores).containsExactly(byDefinition(normalized), within(1e-5));
    }
  }

  /** The formula of {@link LinearWeights}, written down feature by feature in floating point. */
  private double[] byDefinition(String normalized) {
    FeatureHashes features = new FeatureHashes();
    new FeatureHasher(weights.lexicon()).hash(normalized, features);
    FeatureTable table = weights.table();
    double[] scores = weights.biases().stream().mapToDouble(Double::doubleValue).toArray();
    for (FeatureView view : FeatureView.values()) {
      double squares = 0;
      double second = 0;
      double third = 0;
      for (int i = 0; i < features.size(view); i++) {
        long slot = table.find(features.hash(view, i));
        double occurrences = features.frequency(view, i);
        double value = occurrences * FeatureTable.frequency(slot) * (double) table.frequencyStep();
        squares += value * value;
        second += occurrences * FeatureTable.second(slot) * (double) table.weightStep(0);
        third += occurrences * FeatureTable.third(slot) * (double) table.weightStep(1);
      }
      if (squares > 0) {
        double length = view.scaled() ? Math.sqrt(squares) : 1;
        float viewWeight = weights.viewWeights().get(view.ordinal());
        scores[1] += viewWeight * second / length;
        scores[2] += viewWeight * third / length;
      }
    }
    PatternsByDefinition.addTo(scores, weights.patterns(), features.words());
    return scores;
  }
}
