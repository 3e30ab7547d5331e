package chatwarden.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModerationMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ModerationMetrics metrics = new ModerationMetrics(registry);

  @Test
  void commentsAreCountedByLabelAndTheModelThatDecided() {
    metrics.decided(
        List.of(
            comment(Label.CLEAN, "vi-linear@5"),
            comment(Label.CLEAN, "vi-linear@5"),
            comment(Label.HATE, "chat-encoder@3"),
            comment(Label.OFFENSIVE, "")));

    assertThat(comments("clean", "vi-linear@5")).isEqualTo(2);
    assertThat(comments("hate", "chat-encoder@3")).isEqualTo(1);
    assertThat(comments("offensive", "chat@4")).isEqualTo(1);
  }

  @Test
  void flagsAreCountedByTheirReason() {
    metrics.decided(
        List.of(
            flagged(true, FlagReason.FLAG_THRESHOLD),
            flagged(true, FlagReason.STRICT_MODE),
            flagged(true, FlagReason.BLOCK_RULE),
            flagged(true, FlagReason.BLOCK_RULE),
            flagged(false, FlagReason.FLAG_REASON_UNSPECIFIED),
            flagged(false, FlagReason.ALLOW_RULE)));

    assertThat(flags("threshold")).isEqualTo(1);
    assertThat(flags("strict_mode")).isEqualTo(1);
    assertThat(flags("block_rule")).isEqualTo(2);
    assertThat(flags("label_threshold")).isZero();
  }

  private double comments(String label, String tier) {
    return registry.get("moderation.comment").tags("label", label, "tier", tier).counter().count();
  }

  private double flags(String reason) {
    return registry.get("moderation.flag").tag("reason", reason).counter().count();
  }

  private static ClassifiedComment comment(Label label, String tier) {
    return ClassifiedComment.newBuilder()
        .setClassification(
            Classification.newBuilder().setLabel(label).setModel("chat@4").setTier(tier))
        .build();
  }

  private static ClassifiedComment flagged(boolean flagged, FlagReason reason) {
    return comment(Label.HATE, "").toBuilder().setFlagged(flagged).setFlagReason(reason).build();
  }
}
