package chatwarden.store.rollout;

import chatwarden.rollout.v1.Rollout;
import java.util.List;
import java.util.Optional;

/**
 * All rollouts at one moment.
 *
 * @param revision grows with each change; 0 before the first
 * @param rollouts by the names of their models
 */
public record RolloutState(long revision, List<Rollout> rollouts) {

  /** Copies the rollouts. */
  public RolloutState {
    rollouts = List.copyOf(rollouts);
  }

  /** Returns the rollout of a model. */
  public Optional<Rollout> of(String model) {
    return rollouts.stream().filter(rollout -> rollout.getModel().equals(model)).findFirst();
  }
}
