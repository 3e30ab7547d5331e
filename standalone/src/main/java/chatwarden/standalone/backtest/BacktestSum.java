package chatwarden.standalone.backtest;

import chatwarden.policy.v1.BacktestSettingsRequest;
import chatwarden.policy.v1.BacktestSettingsResponse;
import chatwarden.policy.v1.ChangedDecision;
import chatwarden.policy.v1.LabelCount;
import chatwarden.policy.v1.PolicyServiceGrpc;
import chatwarden.policy.v1.ReasonCount;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/** A back-test of a bridge, added up over its pages. Blocks; used by one thread. */
public final class BacktestSum {

  private static final long TIMEOUT_SECONDS = 60;

  private final BacktestSettingsResponse.Builder sum = BacktestSettingsResponse.newBuilder();
  private final Map<Label, LabelCount.Builder> labels = new TreeMap<>();
  private final Map<String, ReasonCount.Builder> reasons = new TreeMap<>();

  private BacktestSum() {}

  /**
   * Asks for pages until all comments, or {@code most}, are compared.
   *
   * @param most how many comments to look at; 0 for all
   * @param progress takes how many comments are compared after each page but the last
   */
  public static BacktestSettingsResponse of(
      Channel bridge, BacktestSettingsRequest request, long most, LongConsumer progress) {
    BacktestSum sum = new BacktestSum();
    String token = "";
    do {
      if (!token.isEmpty()) {
        progress.accept(sum.sum.getComparedCount());
      }
      long left = most == 0 ? request.getPageSize() : most - sum.sum.getComparedCount();
      BacktestSettingsResponse page =
          PolicyServiceGrpc.newBlockingStub(bridge)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .backtestSettings(
                  request.toBuilder()
                      .setPageToken(token)
                      .setPageSize((int) Math.min(left, request.getPageSize()))
                      .build());
      sum.add(page, request.getMaxExamples());
      token = page.getNextPageToken();
    } while (!token.isEmpty() && (most == 0 || sum.sum.getComparedCount() < most));
    return sum.response();
  }

  private void add(BacktestSettingsResponse page, int maxExamples) {
    sum.setComparedCount(sum.getComparedCount() + page.getComparedCount())
        .setFlaggedBeforeCount(sum.getFlaggedBeforeCount() + page.getFlaggedBeforeCount())
        .setFlaggedThenCount(sum.getFlaggedThenCount() + page.getFlaggedThenCount())
        .setNewlyFlaggedCount(sum.getNewlyFlaggedCount() + page.getNewlyFlaggedCount())
        .setNoLongerFlaggedCount(sum.getNoLongerFlaggedCount() + page.getNoLongerFlaggedCount())
        .setRewriteCount(sum.getRewriteCount() + page.getRewriteCount())
        .setReclassifiedCount(sum.getReclassifiedCount() + page.getReclassifiedCount())
        .setRefusedCount(sum.getRefusedCount() + page.getRefusedCount());
    page.getLabelsList().forEach(this::add);
    page.getReasonsList().forEach(this::add);
    page.getNewlyFlaggedExamplesList().stream()
        .limit(maxExamples - (long) sum.getNewlyFlaggedExamplesCount())
        .forEach(sum::addNewlyFlaggedExamples);
    page.getNoLongerFlaggedExamplesList().stream()
        .limit(maxExamples - (long) sum.getNoLongerFlaggedExamplesCount())
        .forEach(sum::addNoLongerFlaggedExamples);
  }

  private void add(LabelCount count) {
    LabelCount.Builder known =
        labels.computeIfAbsent(count.getLabel(), label -> LabelCount.newBuilder().setLabel(label));
    known
        .setFlaggedBeforeCount(known.getFlaggedBeforeCount() + count.getFlaggedBeforeCount())
        .setFlaggedThenCount(known.getFlaggedThenCount() + count.getFlaggedThenCount());
  }

  private void add(ReasonCount count) {
    ReasonCount.Builder known =
        reasons.computeIfAbsent(
            count.getReason() + " " + count.getRule(),
            _ -> count.toBuilder().clearBeforeCount().clearThenCount());
    known
        .setBeforeCount(known.getBeforeCount() + count.getBeforeCount())
        .setThenCount(known.getThenCount() + count.getThenCount());
  }

  private BacktestSettingsResponse response() {
    labels.values().forEach(sum::addLabels);
    reasons.values().stream()
        .sorted(
            (one, other) ->
                Long.compare(
                    other.getBeforeCount() + other.getThenCount(),
                    one.getBeforeCount() + one.getThenCount()))
        .forEach(sum::addReasons);
    return sum.build();
  }

  /**
   * Returns a back-test as lines for people.
   *
   * @param safe makes a text safe for the terminal
   */
  public static List<String> lines(BacktestSettingsResponse test, UnaryOperator<String> safe) {
    List<String> lines = new ArrayList<>();
    lines.add("%-34s %10s %10s".formatted("", "BEFORE", "THEN"));
    lines.add(row("flagged", test.getFlaggedBeforeCount(), test.getFlaggedThenCount()));
    test.getLabelsList()
        .forEach(
            count ->
                lines.add(
                    row(
                        "  " + count.getLabel(),
                        count.getFlaggedBeforeCount(),
                        count.getFlaggedThenCount())));
    test.getReasonsList()
        .forEach(
            count ->
                lines.add(
                    row(
                        words(count.getReason()) + " " + safe.apply(count.getRule()),
                        count.getBeforeCount(),
                        count.getThenCount())));
    lines.add(
        "%d of %d comments newly flagged, %d no longer"
            .formatted(
                test.getNewlyFlaggedCount(),
                test.getComparedCount(),
                test.getNoLongerFlaggedCount()));
    lines.add(
        "%d classified again, %d refused; %d would get a polite form"
            .formatted(
                test.getReclassifiedCount(), test.getRefusedCount(), test.getRewriteCount()));
    test.getNewlyFlaggedExamplesList().forEach(each -> lines.add(example("+", each, safe)));
    test.getNoLongerFlaggedExamplesList().forEach(each -> lines.add(example("-", each, safe)));
    return lines;
  }

  private static String row(String name, long before, long then) {
    return "%-34s %10d %10d".formatted(name, before, then);
  }

  private static String words(FlagReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String example(String sign, ChangedDecision each, UnaryOperator<String> safe) {
    return String.format(
        Locale.ROOT,
        "%s %.3f %s: %s",
        sign,
        each.getAfter().getClassification().getOffensiveProbability(),
        safe.apply(each.getComment().getId()),
        safe.apply(each.getComment().getText()));
  }
}
