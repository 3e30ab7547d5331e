package chatwarden.standalone.rollout;

import chatwarden.rollout.v1.GetRolloutResponse;
import chatwarden.rollout.v1.LabelPair;
import chatwarden.rollout.v1.NgramDifference;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutChange;
import chatwarden.rollout.v1.RolloutCheck;
import chatwarden.rollout.v1.RolloutDifferences;
import chatwarden.rollout.v1.VersionUse;
import com.google.protobuf.util.Timestamps;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A rollout as one HTML page that needs nothing else. */
public final class RolloutReport {

  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
          + "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .75rem;"
          + "text-align:left;border-bottom:1px solid #8884}td.n{text-align:right}"
          + "rect{fill:#4a78c2}";

  private static final int BAR_HEIGHT = 100;
  private static final int BAR_WIDTH = 20;

  private final StringBuilder page = new StringBuilder();

  private RolloutReport() {}

  /** Returns the page. */
  public static String of(GetRolloutResponse found) {
    return new RolloutReport().build(found);
  }

  private String build(GetRolloutResponse found) {
    Rollout rollout = found.getRollout();
    String title =
        "%s: %s beside %s"
            .formatted(rollout.getModel(), rollout.getChallenger(), rollout.getChampion());
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style><h1>")
        .append(escaped(title))
        .append("</h1><p>")
        .append(escaped(RolloutText.line(rollout)))
        .append("</p>");
    checks(found.getChecksList());
    differences(found.getDifferences());
    changes(found.getChangesList());
    return page.append("</html>\n").toString();
  }

  private void checks(List<RolloutCheck> checks) {
    if (!checks.isEmpty()) {
      table(
          "Criteria",
          List.of("quantity", "state", "champion", "interval", "calls", "challenger", "calls"),
          checks.stream()
              .map(
                  check ->
                      List.of(
                          check.getCriterion().name().toLowerCase(Locale.ROOT),
                          check.getState().name(),
                          RolloutText.value(check, check.getChampion()),
                          RolloutText.value(check, check.getChampionLow())
                              + " to "
                              + RolloutText.value(check, check.getChampionHigh()),
                          Long.toString(check.getChampionCount()),
                          RolloutText.value(check, check.getChallenger()),
                          Long.toString(check.getChallengerCount()))));
    }
  }

  private void differences(RolloutDifferences found) {
    table(
        "Calls",
        List.of("version", "calls", "failed", "texts", "flagged"),
        Stream.of(use("champion", found.getChampion()), use("challenger", found.getChallenger())));
    table(
        "Compared texts",
        List.of("compared", "same label", "both flag", "champion flags", "challenger flags"),
        Stream.of(
            Stream.of(
                    found.getCompared(),
                    found.getSameLabel(),
                    found.getBothFlag(),
                    found.getChampionFlags(),
                    found.getChallengerFlags())
                .map(String::valueOf)
                .toList()));
    table(
        "Labels",
        List.of("champion", "challenger", "texts"),
        found.getLabelsList().stream().map(RolloutReport::row));
    histogram(found.getDifferenceHistogramList());
    table(
        "N-grams that weigh differently",
        List.of("n-gram", "difference of the logit", "weight"),
        found.getNgramsList().stream().map(RolloutReport::row));
  }

  private static List<String> use(String version, VersionUse use) {
    return List.of(
        version,
        Long.toString(use.getCalls()),
        Long.toString(use.getErrors()),
        Long.toString(use.getTexts()),
        Long.toString(use.getFlagged()));
  }

  private static List<String> row(LabelPair pair) {
    return List.of(pair.getChampion(), pair.getChallenger(), Long.toString(pair.getCount()));
  }

  private static List<String> row(NgramDifference ngram) {
    return List.of(
        ngram.getNgram(),
        String.format(Locale.ROOT, "%+.3f", ngram.getDifference()),
        String.format(Locale.ROOT, "%.2f", ngram.getWeight()));
  }

  private void changes(List<RolloutChange> changes) {
    table(
        "Changes",
        List.of("time", "stage", "by", "reason"),
        changes.stream()
            .map(
                change ->
                    List.of(
                        Timestamps.toString(change.getCreateTime()),
                        change.getRollout().getStage().name(),
                        change.getCaller(),
                        change.getRollout().getReason())));
  }

  /** Bars by the logarithm of their counts, so that rare and great differences are seen. */
  private void histogram(List<Long> counts) {
    double most = counts.stream().mapToLong(Long::longValue).max().orElse(0);
    page.append("<h2>Difference of the offensive probability, from -1 to 1</h2><svg width=\"")
        .append(counts.size() * BAR_WIDTH)
        .append("\" height=\"")
        .append(BAR_HEIGHT)
        .append("\" role=\"img\">");
    for (int i = 0; i < counts.size(); i++) {
      long height =
          most == 0 ? 0 : Math.round(BAR_HEIGHT * Math.log1p(counts.get(i)) / Math.log1p(most));
      page.append(
          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%d</title></rect>"
              .formatted(i * BAR_WIDTH, BAR_HEIGHT - height, BAR_WIDTH - 2, height, counts.get(i)));
    }
    page.append("</svg>");
  }

  private void table(String title, List<String> heads, Stream<List<String>> rows) {
    page.append("<h2>").append(escaped(title)).append("</h2><table><tr>");
    heads.forEach(head -> page.append("<th>").append(escaped(head)).append("</th>"));
    page.append("</tr>");
    rows.forEach(
        row -> {
          page.append("<tr>");
          row.forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
          page.append("</tr>");
        });
    page.append("</table>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
