package chatwarden.bridge.rollout;

import chatwarden.rollout.v1.RollbackRolloutRequest;
import chatwarden.rollout.v1.RolloutCriteria;
import chatwarden.rollout.v1.SetCanaryShareRequest;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.runtime.limit.NumberBounds;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.util.Durations;
import java.util.regex.Pattern;

/** Checks the requests about rollouts, and fills their defaults in. */
final class RolloutRequests {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int DEFAULT_HOLD_SECONDS = 300;
  private static final long MOST_HOLD_SECONDS = 3_600;
  private static final Descriptor CRITERIA = RolloutCriteria.getDescriptor();

  private RolloutRequests() {}

  /** Returns a name, or a version, of a model. */
  static String name(String field, String value) {
    if (!NAME.matcher(value).matches()) {
      throw InvalidInputException.of(
          field, value + " (expected: lower-case letters, digits, '.', '_', '-')");
    }
    return value;
  }

  static float share(SetCanaryShareRequest request) {
    requireWithin(request.getDescriptorForType(), "share", request.getShare());
    return request.getShare();
  }

  static String reason(RollbackRolloutRequest request) {
    String reason = request.getReason();
    int most = FieldRules.most(request.getDescriptorForType(), "reason");
    int length = reason.codePointCount(0, reason.length());
    if (length > most) {
      throw InvalidInputException.of(
          "reason", length + " code points (expected: at most " + most + ")");
    }
    return reason;
  }

  /** Returns the criteria with the default of each field that is not set. */
  static RolloutCriteria criteria(RolloutCriteria given) {
    RolloutCriteria.Builder criteria = given.toBuilder();
    if (!given.hasHoldDuration()) {
      criteria.setHoldDuration(Durations.fromSeconds(DEFAULT_HOLD_SECONDS));
    }
    if (!Durations.isValid(criteria.getHoldDuration())
        || Durations.compare(criteria.getHoldDuration(), Durations.fromSeconds(1)) < 0
        || Durations.compare(criteria.getHoldDuration(), Durations.fromSeconds(MOST_HOLD_SECONDS))
            > 0) {
      throw InvalidInputException.of("criteria.hold_duration", "expected: 1 s to 1 h");
    }
    if (given.getMinCalls() == 0) {
      criteria.setMinCalls((int) FieldRules.defaultNumber(CRITERIA, "min_calls"));
    }
    if (!given.hasErrorMargin()) {
      criteria.setErrorMargin(FieldRules.defaultNumber(CRITERIA, "error_margin"));
    }
    if (!given.hasLatencyRatio()) {
      criteria.setLatencyRatio(FieldRules.defaultNumber(CRITERIA, "latency_ratio"));
    }
    if (!given.hasFlaggedMargin()) {
      criteria.setFlaggedMargin(FieldRules.defaultNumber(CRITERIA, "flagged_margin"));
    }
    requireWithin(CRITERIA, "min_calls", criteria.getMinCalls());
    requireWithin(CRITERIA, "error_margin", criteria.getErrorMargin());
    requireWithin(CRITERIA, "latency_ratio", criteria.getLatencyRatio());
    requireWithin(CRITERIA, "flagged_margin", criteria.getFlaggedMargin());
    return criteria.build();
  }

  private static void requireWithin(Descriptor message, String field, double value) {
    NumberBounds bounds = FieldRules.bounds(message, field);
    if (!(value >= bounds.least() && value <= bounds.most())) {
      throw InvalidInputException.of(
          field, value + " (expected: in [" + bounds.least() + ", " + bounds.most() + "])");
    }
  }
}
