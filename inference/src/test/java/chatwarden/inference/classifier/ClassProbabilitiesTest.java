package chatwarden.inference.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassProbabilitiesTest {
  private static final List<String> LABELS = List.of("CLEAN", "OFFENSIVE", "HATE");

  @Test
  void offensiveProbabilityIsWhatIsLeftOfClean() {
    ClassProbabilities answer =
        new ClassProbabilities(LABELS, List.of(0.7f, 0.2f, 0.1f), "OFFENSIVE");

    assertThat(answer.offensiveProbability()).isEqualTo(0.3f, within(1e-6f));
    assertThat(answer.probability("HATE")).isEqualTo(0.1f);
  }

  @Test
  void probabilitiesMustSumToOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassProbabilities(LABELS, List.of(0.7f, 0.2f, 0.2f), "CLEAN"))
        .withMessageContaining("expected: 1");
  }

  @Test
  void probabilitiesMustBeNumbersWithinZeroAndOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassProbabilities(LABELS, List.of(1.2f, -0.2f, 0f), "CLEAN"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassProbabilities(LABELS, List.of(Float.NaN, 0f, 1f), "CLEAN"));
  }

  @Test
  void labelsMustHoldCleanAndTheLabelDecidedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassProbabilities(LABELS, List.of(1f, 0f, 0f), "SPAM"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassProbabilities(List.of("HATE"), List.of(1f), "HATE"));
  }
}
