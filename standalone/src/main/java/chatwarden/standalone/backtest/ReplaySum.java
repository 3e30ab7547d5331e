package chatwarden.standalone.backtest;

import chatwarden.policy.v1.PolicyServiceGrpc;
import chatwarden.policy.v1.ReplayChange;
import chatwarden.policy.v1.ReplayCommentsRequest;
import chatwarden.policy.v1.ReplayCommentsResponse;
import chatwarden.policy.v1.ReplayDifference;
import chatwarden.review.v1.AuditEntry;
import io.grpc.Channel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/** A replay of a bridge, added up over its pages. Blocks; used by one thread. */
public final class ReplaySum {

  private static final long TIMEOUT_SECONDS = 60;

  private final ReplayCommentsResponse.Builder sum = ReplayCommentsResponse.newBuilder();
  private final Map<ReplayChange, Long> changes = new LinkedHashMap<>();
  private final Map<String, AuditEntry> settings = new LinkedHashMap<>();

  private ReplaySum() {}

  /**
   * Asks for pages until all comments are run again.
   *
   * @param progress takes how many comments are compared after each page but the last
   */
  public static ReplayCommentsResponse of(
      Channel bridge, ReplayCommentsRequest request, LongConsumer progress) {
    ReplaySum sum = new ReplaySum();
    String token = "";
    do {
      if (!token.isEmpty()) {
        progress.accept(sum.sum.getComparedCount());
      }
      ReplayCommentsResponse page =
          PolicyServiceGrpc.newBlockingStub(bridge)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .replayComments(request.toBuilder().setPageToken(token).build());
      sum.add(page, request.getMaxDifferences());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return sum.response();
  }

  private void add(ReplayCommentsResponse page, int maxDifferences) {
    sum.setComparedCount(sum.getComparedCount() + page.getComparedCount())
        .setSameCount(sum.getSameCount() + page.getSameCount())
        .setUntaggedCount(sum.getUntaggedCount() + page.getUntaggedCount());
    page.getChangesList()
        .forEach(
            change ->
                changes.merge(
                    change.toBuilder().clearCommentCount().build(),
                    change.getCommentCount(),
                    Long::sum));
    page.getDifferencesList().stream()
        .limit(maxDifferences - (long) sum.getDifferencesCount())
        .forEach(sum::addDifferences);
    page.getSettingsChangesList().forEach(entry -> settings.putIfAbsent(entry.getId(), entry));
  }

  private ReplayCommentsResponse response() {
    changes.entrySet().stream()
        .sorted(Map.Entry.<ReplayChange, Long>comparingByValue().reversed())
        .forEach(
            entry -> sum.addChanges(entry.getKey().toBuilder().setCommentCount(entry.getValue())));
    return sum.addAllSettingsChanges(settings.values()).build();
  }

  /** Returns whether every comment came out the same. */
  public static boolean isSame(ReplayCommentsResponse replay) {
    return replay.getSameCount() == replay.getComparedCount();
  }

  /**
   * Returns a replay as lines for people.
   *
   * @param safe makes a text safe for the terminal
   */
  public static List<String> lines(ReplayCommentsResponse replay, UnaryOperator<String> safe) {
    List<String> lines = new ArrayList<>();
    lines.add(
        isSame(replay)
            ? "same: %d comments".formatted(replay.getComparedCount())
            : "changed: %d of %d comments"
                .formatted(
                    replay.getComparedCount() - replay.getSameCount(), replay.getComparedCount()));
    if (replay.getUntaggedCount() > 0) {
      lines.add("%d flagged ones have no spans stored".formatted(replay.getUntaggedCount()));
    }
    for (ReplayChange change : replay.getChangesList()) {
      lines.add(
          "%7d  %s: %s -> %s"
              .formatted(
                  change.getCommentCount(),
                  change.getCause().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  safe.apply(change.getBefore()),
                  safe.apply(change.getNow())));
    }
    for (AuditEntry entry : replay.getSettingsChangesList()) {
      lines.add(
          "settings changed %s by %s: %s"
              .formatted(
                  Instant.ofEpochSecond(
                      entry.getCreateTime().getSeconds(), entry.getCreateTime().getNanos()),
                  safe.apply(entry.getReviewer()),
                  String.join(", ", entry.getChangedFieldsList())));
    }
    for (ReplayDifference difference : replay.getDifferencesList()) {
      lines.add(
          "  %s %s: %s"
              .formatted(
                  difference.getCausesList(),
                  safe.apply(difference.getDecision().getComment().getId()),
                  safe.apply(difference.getDecision().getComment().getText())));
    }
    return lines;
  }
}
