package chatwarden.mlops.stagetwo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrfObjectiveTest {

  private static final List<SpanLabelledText> TEXTS =
      List.of(labelled("aa bb cc", 0, 5), labelled("cc aa", 3, 5), labelled("bb cc dd aa"));

  @Test
  void gradientIsThatOfTheValue() {
    FeatureIndex index = FeatureIndex.of(TEXTS, 1);
    CrfObjective objective = new CrfObjective(TEXTS, index, 0.7);
    double[] point = new Random(3).doubles(objective.dimension(), -0.5, 0.5).toArray();
    double[] gradient = new double[point.length];
    double[] ignored = new double[point.length];
    objective.evaluate(point, gradient);
    double h = 1e-5;
    for (int i = 0; i < point.length; i++) {
      double at = point[i];
      point[i] = at + h;
      double above = objective.evaluate(point, ignored);
      point[i] = at - h;
      double below = objective.evaluate(point, ignored);
      point[i] = at;
      assertThat(gradient[i])
          .as("variable %s", i)
          .isCloseTo((above - below) / (2 * h), within(1e-5));
    }
  }

  @Test
  void everyLabelPathIsEquallyLikelyWithoutWeights() {
    List<SpanLabelledText> one = List.of(labelled("aa bb", 0, 2));
    CrfObjective objective = new CrfObjective(one, FeatureIndex.of(one, 1), 1);
    double[] gradient = new double[objective.dimension()];
    // outside or begin first; inside only behind begin: five paths.
    assertThat(objective.evaluate(new double[objective.dimension()], gradient))
        .isCloseTo(Math.log(5), within(1e-9));
  }

  @Test
  void wordsThatAnnotatorsMarkedTogetherContinueASpan() {
    assertThat(labelled("aa bb cc", 0, 5).labels()).containsExactly(1, 2, 0);
  }

  @Test
  void wordsThatAnnotatorsMarkedOneByOneBeginEach() {
    BitSet marked = new BitSet();
    marked.set(0, 2);
    marked.set(3, 5);
    assertThat(SpanLabelledText.of(new AnnotatedText("aa bb cc", marked)).labels())
        .containsExactly(1, 1, 0);
  }

  private static SpanLabelledText labelled(String text, int... range) {
    BitSet marked = new BitSet();
    if (range.length == 2) {
      marked.set(range[0], range[1]);
    }
    return SpanLabelledText.of(new AnnotatedText(text, marked));
  }
}
