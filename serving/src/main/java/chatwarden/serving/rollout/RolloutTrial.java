package chatwarden.serving.rollout;

import chatwarden.rollout.v1.RolloutReport;
import java.time.InstantSource;
import java.util.Map;

/** The counts of one rollout at this server, from its start here on. Safe for many threads. */
final class RolloutTrial {

  private final RolloutPlan plan;
  private final SliceRing slices;
  private final DifferenceCounts differences = new DifferenceCounts();
  private final RolloutMetrics metrics;

  RolloutTrial(RolloutPlan plan, InstantSource clock, RolloutMetrics metrics) {
    this.plan = plan;
    this.slices = new SliceRing(clock, plan.sliceMillis());
    this.metrics = metrics;
  }

  /** Counts a call that a version answered. */
  void answered(Side side, int texts, int flagged, long nanos) {
    slices.answered(side, nanos);
    differences.answered(side, texts, flagged);
    metrics.answered(plan.version(side), nanos, texts - flagged, flagged);
  }

  /** Counts a call that a version failed on. */
  void failed(Side side, long nanos) {
    slices.failed(side);
    differences.failedCall(side);
    metrics.failed(plan.version(side), nanos);
  }

  /** Counts a text that {@code second} scored after the other one. */
  void compared(Side second, ComparedAnswer champion, ComparedAnswer challenger) {
    slices.compared(second, champion, challenger);
    differences.compared(champion, challenger);
    metrics.compared(plan.challenger(), champion.label(), challenger.label());
  }

  /** Counts a text that {@code second} could not score. */
  void failedComparison(Side second) {
    slices.failed(second);
    differences.failedComparison();
    metrics.failedComparison();
  }

  /** Counts texts that were not compared for want of time. */
  void dropped(int texts) {
    differences.dropped(texts);
    metrics.dropped(texts);
  }

  /** Counts why the versions differ about {@code text}. */
  void explained(String text, Map<String, Double> ofChampion, Map<String, Double> ofChallenger) {
    differences.explained(text, ofChampion, ofChallenger);
  }

  RolloutReport report() {
    return RolloutReport.newBuilder()
        .setRollout(plan.id())
        .setDifferences(differences.message())
        .addAllSlices(slices.messages())
        .build();
  }
}
