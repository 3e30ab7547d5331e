package chatwarden.mlops.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrunerTest {
  private final List<Trial> others = new ArrayList<>();

  @Test
  void halvingStopsTrialsWhereOptunaDoes() {
    // How many of four folds SuccessiveHalvingPruner(min_resource=1, reduction_factor=2) of
    // Optuna 5.0.0 let each of these trials try.
    assertThat(foldsTried(new SuccessiveHalving(), 16))
        .containsExactly(4, 1, 1, 2, 1, 2, 1, 4, 1, 1, 2, 1, 2, 1, 4, 1);
  }

  @Test
  void halvingLetsTheBetterHalfOfARungGoOn() {
    Pruner halving = new SuccessiveHalving();
    for (int i = 1; i <= 7; i++) {
      others.add(trial(TrialState.PRUNED, 0.1 * i));
    }

    assertThat(halving.prunes(List.of(0.35), others)).isFalse();
    assertThat(halving.prunes(List.of(0.45), others)).isTrue();
    assertThat(halving.prunes(List.of(0.0, 0.0, 99.0), others)).as("no rung").isFalse();
  }

  @Test
  void halvingLetsTheFirstTrialThroughAndMarksItsRungs() {
    Pruner halving = new SuccessiveHalving();

    assertThat(halving.prunes(List.of(5.0), List.of())).isFalse();
    assertThat(halving.marks(List.of(5.0))).isEqualTo(Map.of("completed_rung_0", 5.0));
    assertThat(halving.marks(List.of(5.0, 4.0))).isEqualTo(Map.of("completed_rung_1", 4.0));
    assertThat(halving.marks(List.of(5.0, 4.0, 3.0))).isEmpty();
    assertThat(halving.marks(List.of(5.0, 4.0, 3.0, 2.0)))
        .isEqualTo(Map.of("completed_rung_2", 2.0));
  }

  @Test
  void marginComparesWithTheBestOnTheSameFolds() {
    Pruner margin = new MarginPruner();
    assertThat(margin.prunes(List.of(9.0), List.of())).isFalse();
    others.add(trial(TrialState.COMPLETE, 0.5, 0.4));
    others.add(trial(TrialState.COMPLETE, 0.3, 0.5));
    others.add(trial(TrialState.PRUNED, 0.1));

    assertThat(margin.prunes(List.of(0.502), others)).isFalse();
    assertThat(margin.prunes(List.of(0.503), others)).isTrue();
    assertThat(margin.prunes(List.of(0.9, 0.401), others)).isFalse();
  }

  @Test
  void marginIgnoresACompleteTrialWithoutTheLossesOfItsFolds() {
    others.add(trial(TrialState.COMPLETE, 0.1));

    assertThat(new MarginPruner().prunes(List.of(0.2, 0.2), others)).isFalse();
  }

  @Test
  void withoutAPrunerNoTrialStops() {
    others.add(trial(TrialState.COMPLETE, 0.1));

    assertThat(Pruner.none().prunes(List.of(9.0), others)).isFalse();
  }

  private List<Integer> foldsTried(Pruner pruner, int trials) {
    List<Integer> tried = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      List<Double> losses = new ArrayList<>();
      boolean pruned = false;
      for (int fold = 1; fold <= 4 && !pruned; fold++) {
        losses.add(i * 7 % 16 / 16.0 + 0.01 * fold * (i * 5 % 3));
        pruned = fold < 4 && pruner.prunes(losses, others);
      }
      others.add(
          trial(pruned ? TrialState.PRUNED : TrialState.COMPLETE, losses.toArray(Double[]::new)));
      tried.add(losses.size());
    }
    return tried;
  }

  private Trial trial(TrialState state, Double... losses) {
    return TestTrials.of(others.size(), Map.of(), state, losses);
  }
}
