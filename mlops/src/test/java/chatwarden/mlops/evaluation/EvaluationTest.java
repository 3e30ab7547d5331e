package chatwarden.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.classifier.ClassProbabilities;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final List<String> LABELS = List.of("CLEAN", "OFFENSIVE", "HATE");

  @Test
  void figuresAreThoseCountedByHand() {
    List<ClassProbabilities> answers =
        List.of(
            answer(0.9f, 0.05f, 0.05f, "CLEAN"),
            answer(0.9f, 0.05f, 0.05f, "CLEAN"),
            answer(0.1f, 0.8f, 0.1f, "OFFENSIVE"),
            answer(0.1f, 0.1f, 0.8f, "HATE"));

    Evaluation evaluation = Evaluation.of(answers, new int[] {0, 1, 1, 2}, 1);

    assertThat(evaluation.accuracy()).isEqualTo(0.75);
    assertThat(evaluation.classF1().get(0)).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(evaluation.classF1().get(1)).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(evaluation.classF1().get(2)).isEqualTo(1);
    assertThat(evaluation.macroF1()).isCloseTo(7.0 / 9, within(1e-9));
    assertThat(evaluation.confusion().get(1)).containsExactly(1, 1, 0);
    // Bin of 0.9: mean probability 0.9, one of two right; bin of 0.8: 0.8, both right.
    assertThat(evaluation.calibrationError()).isCloseTo(0.5 * 0.4 + 0.5 * 0.2, within(1e-6));
    // Bin of 0.1: mean 0.1, one of two offensive; bin of 0.9: mean 0.9, both offensive.
    assertThat(evaluation.offensiveCalibrationError())
        .isCloseTo(0.5 * 0.4 + 0.5 * 0.1, within(1e-6));
  }

  @Test
  void theBootstrapIntervalHoldsTheFigureAndDependsOnTheSeedAlone() {
    List<ClassProbabilities> answers = new java.util.ArrayList<>();
    int[] truth = new int[300];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = i % 3;
      int given = i % 7 == 0 ? (i + 1) % 3 : i % 3;
      answers.add(answer(0.4f, 0.3f, 0.3f, LABELS.get(given)));
    }

    Evaluation evaluation = Evaluation.of(answers, truth, 5);

    assertThat(evaluation.macroF1())
        .isBetween(evaluation.macroF1Interval().low(), evaluation.macroF1Interval().high());
    assertThat(evaluation.macroF1Interval().high() - evaluation.macroF1Interval().low())
        .isBetween(0.02, 0.2);
    assertThat(Evaluation.of(answers, truth, 5)).isEqualTo(evaluation);
  }

  private static ClassProbabilities answer(float clean, float offensive, float hate, String label) {
    return new ClassProbabilities(LABELS, List.of(clean, offensive, hate), label);
  }
}
