package chatwarden.mlops.search;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Trials that were not run. */
final class TestTrials {
  private TestTrials() {}

  static Trial of(int number, Map<String, Double> parameters, TrialState state, Double... losses) {
    boolean measured = state == TrialState.COMPLETE || state == TrialState.PRUNED;
    return new Trial(
        number,
        new TreeMap<>(parameters),
        List.of(losses),
        state,
        measured ? losses[losses.length - 1] : Double.NaN,
        Instant.EPOCH,
        Optional.empty());
  }
}
