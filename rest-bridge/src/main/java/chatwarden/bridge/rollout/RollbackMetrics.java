package chatwarden.bridge.rollout;

import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutCriterion;
import chatwarden.rollout.v1.RolloutStage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The metrics of rollouts at a bridge. */
final class RollbackMetrics {

  private final Map<RolloutCriterion, Counter> rollbacks = new EnumMap<>(RolloutCriterion.class);
  private final MultiGauge shares;

  RollbackMetrics(MeterRegistry registry) {
    for (RolloutCriterion criterion :
        List.of(RolloutCriterion.ERRORS, RolloutCriterion.LATENCY, RolloutCriterion.FLAGGED)) {
      rollbacks.put(
          criterion,
          Counter.builder("rollout.rollback")
              .description("Challengers that were rolled back by themselves")
              .tag("criterion", criterion.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    this.shares =
        MultiGauge.builder("rollout.canary.share")
            .description("Share of the chats that the challenger of a rollout answers")
            .register(registry);
  }

  void rolledBack(RolloutCriterion criterion) {
    Objects.requireNonNull(rollbacks.get(criterion), criterion.name()).increment();
  }

  void show(List<Rollout> rollouts) {
    shares.register(
        rollouts.stream()
            .<Row<?>>map(
                rollout ->
                    Row.of(
                        Tags.of(
                            "model",
                            rollout.getModel(),
                            "version",
                            rollout.getChallenger(),
                            "stage",
                            rollout.getStage().name().toLowerCase(Locale.ROOT)),
                        share(rollout)))
            .toList(),
        true);
  }

  private static double share(Rollout rollout) {
    return rollout.getStage() == RolloutStage.PROMOTED ? 1 : rollout.getCanaryShare();
  }
}
