package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the decisions on comments: labels by the model that decided, and flags by their reason. A
 * comment that its source delivers again counts again. Safe for use by many threads.
 */
final class ModerationMetrics {

  private final MeterRegistry registry;
  private final Map<LabelAndTier, Counter> comments = new ConcurrentHashMap<>();
  private final Map<FlagReason, Counter> flags = new EnumMap<>(FlagReason.class);

  ModerationMetrics(MeterRegistry registry) {
    this.registry = registry;
    flag(FlagReason.FLAG_THRESHOLD, "threshold");
    flag(FlagReason.STRICT_MODE, "strict_mode");
    flag(FlagReason.LABEL_THRESHOLD, "label_threshold");
    flag(FlagReason.BLOCK_RULE, "block_rule");
  }

  private void flag(FlagReason reason, String tag) {
    flags.put(
        reason,
        Counter.builder("moderation.flag")
            .description("Comments flagged, by what decided it")
            .tag("reason", tag)
            .register(registry));
  }

  /** Counts comments that the broker has confirmed. */
  void decided(List<ClassifiedComment> classified) {
    for (ClassifiedComment comment : classified) {
      Classification classification = comment.getClassification();
      comments
          .computeIfAbsent(
              new LabelAndTier(classification.getLabel(), tier(classification)), this::register)
          .increment();
      Counter flag = flags.get(comment.getFlagReason());
      if (comment.getFlagged() && flag != null) {
        flag.increment();
      }
    }
  }

  private Counter register(LabelAndTier key) {
    return Counter.builder("moderation.comment")
        .description("Comments classified, by their label and the model that decided")
        .tag("label", key.label().name().toLowerCase(Locale.ROOT))
        .tag("tier", key.tier())
        .register(registry);
  }

  private static String tier(Classification classification) {
    return classification.getTier().isEmpty()
        ? classification.getModel()
        : classification.getTier();
  }

  private record LabelAndTier(Label label, String tier) {}
}
