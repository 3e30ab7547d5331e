package chatwarden.standalone.command;

import chatwarden.rollout.v1.RolloutCriteria;
import com.google.protobuf.util.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say when a challenger is rolled back. */
final class CriteriaOptions {

  @Option(
      names = "--hold",
      paramLabel = "TIME",
      description = "How long the challenger has to be outside to be rolled back. Default: 5m.")
  private @Nullable String hold;

  @Option(
      names = "--min-calls",
      paramLabel = "N",
      description = "How many calls of each version a comparison needs. Default: 200.")
  private @Nullable Integer minCalls;

  @Option(
      names = "--flagged-margin",
      paramLabel = "SHARE",
      description =
          "How far the flagged share may be outside the champion's interval. Default: 0.02.")
  private @Nullable Float flaggedMargin;

  RolloutCriteria criteria() {
    RolloutCriteria.Builder criteria = RolloutCriteria.newBuilder();
    if (hold != null) {
      Duration time = RolloutOptions.time("--hold", hold);
      criteria.setHoldDuration(Durations.fromMillis(time.toMillis()));
    }
    if (minCalls != null) {
      criteria.setMinCalls(minCalls);
    }
    if (flaggedMargin != null) {
      criteria.setFlaggedMargin(flaggedMargin);
    }
    return criteria.build();
  }
}
