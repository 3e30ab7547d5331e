package chatwarden.mlops.command;

import chatwarden.domain.drift.ColumnDrift;
import chatwarden.domain.drift.DriftCheck;
import chatwarden.domain.drift.DriftSettings;
import chatwarden.domain.drift.TimeWindow;
import chatwarden.mlops.drift.ComparedWindows;
import chatwarden.mlops.drift.DriftTable;
import chatwarden.mlops.report.HtmlReport;
import chatwarden.mlops.textshift.TextShiftCheck;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "monitor",
    description =
        "Compares two windows of comments, of a platform or in files, and finds the columns that"
            + " have drifted.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:No column has drifted.", "1:A column has.", "2:The comparison failed."})
final class MonitorCommand implements Callable<Integer> {
  private static final int DRIFTED = 1;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--reference",
      paramLabel = "WINDOW",
      description = {
        "What to compare with: FROM..TO in days or times of UTC, of a platform, such as",
        "2026-11-01..2026-11-08; or a file, CSV or .jsonl, with columns such as text and",
        "probability (docs/guide/drift.md). Default: the seven days before --current, of which",
        "the default is the last 24 full hours of the platform; with --texts the 21 days before,",
        "and the last seven days."
      })
  private String reference = "";

  @Option(names = "--current", paramLabel = "WINDOW", description = "What to compare: likewise.")
  private String current = "";

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description =
          "Where the platform's Redis is; embedded is that of --data-dir. Default, also for an"
              + " empty one: CHATWARDEN_REDIS_URI, which steps of pipelines have, else embedded.")
  private String redis = "";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "${env:CHATWARDEN_DATA_DIR}",
      description =
          "Where the embedded engines keep their data. Default: CHATWARDEN_DATA_DIR, else"
              + " .chatwarden.")
  private @Nullable Path dataDir;

  @Option(
      names = "--min-comments",
      paramLabel = "N",
      description = "How many values a column needs in both windows. Default: 200.")
  private int minComments = DriftSettings.DEFAULT.minComments();

  @Option(
      names = "--min-score",
      paramLabel = "SCORE",
      description = "The least Jensen-Shannon distance that is drift. Default: 0.05.")
  private double minScore = DriftSettings.DEFAULT.minScore();

  @Option(
      names = "--texts",
      description = {
        "Also separate the texts of both windows by a classifier, and show the n-grams by which it",
        "does: only those that ten different authors used. Of a platform, the result becomes a",
        "column of its metrics of drift. Files need the columns text and author."
      })
  private boolean texts;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also write the comparison, with pictures, to this HTML file.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    setDefaultWindows(Instant.now());
    DriftTable table = compared();
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    out.println(json ? table.json() : table.text().stripTrailing());
    out.flush();
    if (report != null) {
      Files.writeString(report, page(table));
    }
    return table.hasDrifted() ? DRIFTED : 0;
  }

  private void setDefaultWindows(Instant now) {
    if (current.isEmpty()) {
      Duration length = texts ? DriftSettings.TEXT_WINDOW : DriftSettings.WINDOW;
      current = TimeWindow.before(now.truncatedTo(ChronoUnit.HOURS), length).toString();
    }
    if (reference.isEmpty()) {
      if (!current.contains(TimeWindow.PARTS)) {
        throw InvalidInputException.of(
            "--reference", "missing (expected: the file to compare with)");
      }
      Instant end = TimeWindow.parse("--current", current).start();
      Duration length = texts ? DriftSettings.TEXT_REFERENCE : DriftSettings.REFERENCE;
      reference = TimeWindow.before(end, length).toString();
    }
  }

  private DriftCheck check() {
    try {
      return new DriftCheck(DriftSettings.DEFAULT.with(minComments, minScore));
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("--min-comments, --min-score", String.valueOf(e.getMessage()));
    }
  }

  private DriftTable compared() throws IOException, InterruptedException {
    try (ComparedWindows windows =
        new ComparedWindows(
            platform(), dataDir == null ? DataOptions.home().resolve(".chatwarden") : dataDir)) {
      List<ColumnDrift> columns =
          check()
              .compare(
                  windows.sketches("--reference", reference),
                  windows.sketches("--current", current));
      return new DriftTable(
          columns,
          texts
              ? windows.textShifts(new TextShiftCheck(minComments), reference, current)
              : List.of());
    }
  }

  private String platform() {
    return redis.isEmpty()
        ? Objects.requireNonNullElse(System.getenv("CHATWARDEN_REDIS_URI"), "embedded")
        : redis;
  }

  private String page(DriftTable table) {
    Map<String, String> windows = new LinkedHashMap<>();
    windows.put("reference", reference);
    windows.put("current", current);
    HtmlReport page =
        new HtmlReport("Drift")
            .facts("Windows", windows)
            .paragraph(
                "The score is the Jensen-Shannon distance. A column has drifted where it is above"
                    + " the threshold: what windows of the reference differ by themselves, at least"
                    + " "
                    + minScore
                    + ".")
            .drift(table.columnsText(), table.columns());
    if (texts) {
      page.paragraph(
              "A classifier that knows only n-grams of ten different authors separates the texts of"
                  + " both windows; 0.5 is chance. They have drifted where the area is above the"
                  + " threshold: how well parts of the reference are separated by themselves.")
          .texts(table.texts());
    }
    return page.html();
  }
}
