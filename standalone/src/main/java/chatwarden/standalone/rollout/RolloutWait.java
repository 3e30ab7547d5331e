package chatwarden.standalone.rollout;

import chatwarden.rollout.v1.GetRolloutResponse;
import chatwarden.rollout.v1.RolloutCheckState;
import chatwarden.rollout.v1.RolloutStage;

/** How a rollout goes, as the exit status of a step of a pipeline. */
public enum RolloutWait {

  /** Every criterion holds, or the challenger is promoted. */
  HOLDS(0),

  /** The challenger was rolled back. */
  ROLLED_BACK(1),

  /** A criterion has too few calls, or is outside for less than the hold duration. */
  OPEN(3);

  private final int status;

  RolloutWait(int status) {
    this.status = status;
  }

  /** Returns the exit status. */
  public int status() {
    return status;
  }

  /** Returns how a rollout goes. */
  public static RolloutWait of(GetRolloutResponse found) {
    RolloutStage stage = found.getRollout().getStage();
    if (stage == RolloutStage.ROLLED_BACK) {
      return ROLLED_BACK;
    }
    boolean holds =
        stage == RolloutStage.PROMOTED
            || (found.getChecksCount() > 0
                && found.getChecksList().stream()
                    .allMatch(check -> check.getState() == RolloutCheckState.HOLDS));
    return holds ? HOLDS : OPEN;
  }
}
