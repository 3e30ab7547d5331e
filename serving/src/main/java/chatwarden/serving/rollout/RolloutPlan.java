package chatwarden.serving.rollout;

import chatwarden.repository.ModelId;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutStage;
import chatwarden.runtime.grpc.CallAffinity;
import com.google.protobuf.util.Durations;
import java.util.Set;

/**
 * A rollout as a model server follows it.
 *
 * @param id new with every start of a rollout
 * @param sliceMillis for how long calls are counted together, at least 1
 */
record RolloutPlan(
    String id,
    ModelId champion,
    ModelId challenger,
    RolloutStage stage,
    double canaryShare,
    long sliceMillis) {

  private static final int SLICES = 30;
  private static final double RANGE = 0x1p53;

  /**
   * Reads a plan.
   *
   * @throws IllegalArgumentException if a name or a version is not one
   */
  static RolloutPlan of(Rollout rollout) {
    long hold = Durations.toMillis(rollout.getCriteria().getHoldDuration());
    return new RolloutPlan(
        rollout.getId(),
        new ModelId(rollout.getModel(), rollout.getChampion()),
        new ModelId(rollout.getModel(), rollout.getChallenger()),
        rollout.getStage(),
        rollout.getStage() == RolloutStage.CANARY ? rollout.getCanaryShare() : 0,
        Math.max(1, hold / SLICES));
  }

  /** Returns whether both versions score texts. */
  boolean compares() {
    return stage == RolloutStage.SHADOW || stage == RolloutStage.CANARY;
  }

  ModelId version(Side side) {
    return side == Side.CHAMPION ? champion : challenger;
  }

  /** Returns the version that answers where no canary is. */
  Side answering() {
    return stage == RolloutStage.PROMOTED ? Side.CHALLENGER : Side.CHAMPION;
  }

  /**
   * Returns the version that answers calls of {@code key}: the same for equal keys, and with a
   * higher share still the challenger where it was.
   */
  Side answering(String key) {
    if (canaryShare == 0) {
      return answering();
    }
    double place = (CallAffinity.digest(id + "/" + key) >>> 11) / RANGE;
    return place < canaryShare ? Side.CHALLENGER : Side.CHAMPION;
  }

  /** Returns the same without canary and comparison. */
  RolloutPlan atRest() {
    return compares()
        ? new RolloutPlan(id, champion, challenger, RolloutStage.ROLLED_BACK, 0, sliceMillis)
        : this;
  }

  /** Returns the versions that have to be served. */
  Set<ModelId> versions() {
    return Set.of(champion, challenger);
  }
}
