package chatwarden.bridge.policy;

import chatwarden.bridge.policy.ReplayComparison.Change;
import chatwarden.policy.v1.ChangedDecision;
import chatwarden.policy.v1.Decided;
import chatwarden.policy.v1.ReplayCause;
import chatwarden.policy.v1.ReplayChange;
import chatwarden.policy.v1.ReplayCommentsResponse;
import chatwarden.policy.v1.ReplayDifference;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Timestamp;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up how comments come out. Used by one thread. */
final class ReplayTally {

  private static final Set<ReplayCause> OF_SETTINGS =
      EnumSet.of(ReplayCause.SETTINGS, ReplayCause.RULE, ReplayCause.LANGUAGE);

  private final int maxDifferences;
  private final ReplayCommentsResponse.Builder response = ReplayCommentsResponse.newBuilder();
  private final Map<Change, Long> changes = new HashMap<>();
  private @Nullable Timestamp firstOfSettings;
  private long compared;
  private long same;
  private long untagged;

  ReplayTally(int maxDifferences) {
    this.maxDifferences = maxDifferences;
  }

  void add(ModeratedComment stored, Decided was, Decided is, ReplayComparison comparison) {
    compared++;
    untagged += was.getFlagged() && !was.hasTagging() ? 1 : 0;
    List<Change> causes = comparison.causes();
    if (causes.isEmpty()) {
      same++;
      return;
    }
    causes.forEach(change -> changes.merge(change, 1L, Long::sum));
    if (firstOfSettings == null
        && causes.stream().anyMatch(change -> OF_SETTINGS.contains(change.cause()))) {
      firstOfSettings = stored.getComment().getPublishTime();
    }
    if (response.getDifferencesCount() < maxDifferences) {
      response.addDifferences(
          ReplayDifference.newBuilder()
              .setDecision(
                  ChangedDecision.newBuilder()
                      .setComment(stored.getComment())
                      .setBefore(was)
                      .setAfter(is))
              .addAllCauses(causes.stream().map(Change::cause).distinct().toList()));
    }
  }

  /** Returns when the first comment was published that the settings explain. */
  Optional<Timestamp> firstOfSettings() {
    return Optional.ofNullable(firstOfSettings);
  }

  ReplayCommentsResponse.Builder response() {
    changes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(
            entry ->
                response.addChanges(
                    ReplayChange.newBuilder()
                        .setCause(entry.getKey().cause())
                        .setBefore(entry.getKey().before())
                        .setNow(entry.getKey().now())
                        .setCommentCount(entry.getValue())));
    return response.setComparedCount(compared).setSameCount(same).setUntaggedCount(untagged);
  }
}
