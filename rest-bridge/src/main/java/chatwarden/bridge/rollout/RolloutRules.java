package chatwarden.bridge.rollout;

import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutStage;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.util.Optional;

/** Says which step a rollout may take, and refuses the others. */
final class RolloutRules {

  private RolloutRules() {}

  /** Returns whether the versions are compared in its stage. */
  static boolean isCompared(Rollout rollout) {
    return rollout.getStage() == RolloutStage.SHADOW || rollout.getStage() == RolloutStage.CANARY;
  }

  static Rollout compared(String model, Optional<Rollout> before) {
    Rollout known = before.orElseThrow(() -> noRollout(model));
    if (!isCompared(known)) {
      throw refused(
          "STAGE_OVER",
          "the rollout of %s is %s (expected: SHADOW or CANARY; start it anew)"
              .formatted(model, known.getStage()));
    }
    return known;
  }

  static void requireServedByAll(Rollout rollout, ServerReports reports) {
    if (!reports.isServedByAll(rollout.getModel(), rollout.getChallenger())) {
      throw refused(
          "CHALLENGER_NOT_SERVED",
          "version %s of %s is not served by every server that has the model"
              .formatted(rollout.getChallenger(), rollout.getModel()));
    }
  }

  static ChatwardenException noRollout(String model) {
    return FaultCode.NOT_FOUND.exception("ROLLOUT_NOT_FOUND", model + " has no rollout");
  }

  static ChatwardenException notServed(String model, String version) {
    return refused("CHAMPION_NOT_SERVED", "no model server has %s of %s".formatted(version, model));
  }

  static ChatwardenException refused(String reason, String problem) {
    return FaultCode.FAILED_PRECONDITION.exception(reason, problem);
  }
}
