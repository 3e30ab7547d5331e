package chatwarden.bridge.policy;

import chatwarden.bridge.policy.PolicyRun.Rerun;
import chatwarden.domain.policy.FlagDecision;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.policy.v1.BacktestSettingsResponse;
import chatwarden.policy.v1.ChangedDecision;
import chatwarden.policy.v1.Decided;
import chatwarden.policy.v1.LabelCount;
import chatwarden.policy.v1.ReasonCount;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.ModeratedComment;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Adds up what settings would have done to comments. Used by one thread. */
final class BacktestTally {

  private static final int BEFORE = 0;
  private static final int THEN = 1;

  private final int maxExamples;
  private final BacktestSettingsResponse.Builder response = BacktestSettingsResponse.newBuilder();
  private final Map<Label, long[]> labels = new EnumMap<>(Label.class);
  private final Map<Reason, long[]> reasons = new HashMap<>();
  private long compared;
  private long before;
  private long then;
  private long newly;
  private long noLonger;
  private long rewrites;
  private long asked;
  private long refused;

  /** What decided, other than the flag threshold. */
  private record Reason(FlagReason reason, String rule) {}

  BacktestTally(int maxExamples) {
    this.maxExamples = maxExamples;
  }

  long compared() {
    return compared;
  }

  void add(Rerun rerun) {
    ModeratedComment stored = rerun.stored();
    Decided was = StoredDecisions.of(stored);
    Decided is = rerun.now().map(StoredDecisions::of).orElse(was);
    compared++;
    asked += rerun.asked() ? 1 : 0;
    refused += rerun.now().isEmpty() ? 1 : 0;
    rewrites += rerun.now().filter(ClassifiedComment::getRewriteWanted).isPresent() ? 1 : 0;
    count(was, BEFORE);
    count(is, THEN);
    if (was.getFlagged() != is.getFlagged()) {
      addExample(stored, was, is);
    }
  }

  private void count(Decided decided, int side) {
    if (decided.getFlagged()) {
      before += side == BEFORE ? 1 : 0;
      then += side == THEN ? 1 : 0;
      labels.computeIfAbsent(decided.getClassification().getLabel(), _ -> new long[2])[side]++;
    }
    if (!FlagDecision.isByFlagThreshold(decided.getFlagReason())) {
      Reason reason = new Reason(decided.getFlagReason(), decided.getFlagRule());
      reasons.computeIfAbsent(reason, _ -> new long[2])[side]++;
    }
  }

  private void addExample(ModeratedComment stored, Decided was, Decided is) {
    ChangedDecision changed =
        ChangedDecision.newBuilder()
            .setComment(stored.getComment())
            .setBefore(was)
            .setAfter(is)
            .build();
    if (is.getFlagged()) {
      newly++;
      if (response.getNewlyFlaggedExamplesCount() < maxExamples) {
        response.addNewlyFlaggedExamples(changed);
      }
    } else {
      noLonger++;
      if (response.getNoLongerFlaggedExamplesCount() < maxExamples) {
        response.addNoLongerFlaggedExamples(changed);
      }
    }
  }

  BacktestSettingsResponse response(String nextPageToken) {
    labels.forEach(
        (label, counts) ->
            response.addLabels(
                LabelCount.newBuilder()
                    .setLabel(label)
                    .setFlaggedBeforeCount(counts[BEFORE])
                    .setFlaggedThenCount(counts[THEN])));
    reasons.entrySet().stream()
        .sorted(
            Comparator.comparingLong(entry -> -entry.getValue()[BEFORE] - entry.getValue()[THEN]))
        .forEach(
            entry ->
                response.addReasons(
                    ReasonCount.newBuilder()
                        .setReason(entry.getKey().reason())
                        .setRule(entry.getKey().rule())
                        .setBeforeCount(entry.getValue()[BEFORE])
                        .setThenCount(entry.getValue()[THEN])));
    return response
        .setComparedCount(compared)
        .setFlaggedBeforeCount(before)
        .setFlaggedThenCount(then)
        .setNewlyFlaggedCount(newly)
        .setNoLongerFlaggedCount(noLonger)
        .setRewriteCount(rewrites)
        .setReclassifiedCount(asked)
        .setRefusedCount(refused)
        .setNextPageToken(nextPageToken)
        .build();
  }
}
