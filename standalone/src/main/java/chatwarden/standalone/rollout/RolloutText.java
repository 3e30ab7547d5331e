package chatwarden.standalone.rollout;

import chatwarden.rollout.v1.GetRolloutResponse;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutCheck;
import chatwarden.rollout.v1.RolloutCriterion;
import chatwarden.rollout.v1.RolloutDifferences;
import chatwarden.rollout.v1.RolloutStage;
import com.google.protobuf.util.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A rollout as lines for a terminal; without n-grams, which are parts of people's texts. */
public final class RolloutText {

  private RolloutText() {}

  /** Returns one line about its stage. */
  public static String line(Rollout rollout) {
    String share =
        rollout.getStage() == RolloutStage.CANARY
            ? " share=" + percent(rollout.getCanaryShare())
            : "";
    String reason = rollout.getReason().isEmpty() ? "" : " reason=" + rollout.getReason();
    return "%s %s champion=%s challenger=%s%s%s"
        .formatted(
            rollout.getModel(),
            rollout.getStage(),
            rollout.getChampion(),
            rollout.getChallenger(),
            share,
            reason);
  }

  /** Returns everything about it, a line each. */
  public static List<String> lines(GetRolloutResponse found) {
    List<String> lines = new ArrayList<>();
    lines.add(line(found.getRollout()));
    found.getChecksList().forEach(check -> lines.add("  " + check(check)));
    RolloutDifferences differences = found.getDifferences();
    lines.add(
        "  compared=%d same-label=%d champion-flags=%d challenger-flags=%d dropped=%d failed=%d"
            .formatted(
                differences.getCompared(),
                differences.getSameLabel(),
                differences.getChampionFlags(),
                differences.getChallengerFlags(),
                differences.getDropped(),
                differences.getFailed()));
    found
        .getServersList()
        .forEach(
            server ->
                lines.add(
                    "  server %s %s"
                        .formatted(
                            server.getAddress(),
                            server.getProblem().isEmpty()
                                ? "versions " + String.join(", ", server.getVersionsList())
                                : server.getProblem())));
    return lines;
  }

  static String check(RolloutCheck check) {
    return "%s %s champion=%s [%s, %s] of %d, challenger=%s of %d, outside for %s"
        .formatted(
            check.getCriterion().name().toLowerCase(Locale.ROOT),
            check.getState(),
            value(check, check.getChampion()),
            value(check, check.getChampionLow()),
            value(check, check.getChampionHigh()),
            check.getChampionCount(),
            value(check, check.getChallenger()),
            check.getChallengerCount(),
            Durations.toSeconds(check.getOutsideDuration()) + " s");
  }

  static String value(RolloutCheck check, double value) {
    if (Double.isInfinite(value)) {
      return "unbounded";
    }
    return check.getCriterion() == RolloutCriterion.LATENCY
        ? String.format(Locale.ROOT, "%.2f ms", value * 1_000)
        : percent(value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }
}
