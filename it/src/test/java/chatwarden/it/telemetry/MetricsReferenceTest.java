package chatwarden.it.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.door.RunningPlatform;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference of the metrics and the alert rules, beside the metrics of a platform and the code.
 */
class MetricsReferenceTest {

  private static final Path ROOT = ProjectRoot.find();
  private static final Path REFERENCE = ROOT.resolve("docs/reference/metrics.md");
  private static final Path FRESH = Path.of("target/metrics.md");
  private static final String PREFIX = "chatwarden_";
  private static final Pattern METRIC = Pattern.compile("\\bchatwarden_[a-z_]+\\b");
  private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) ?(.*)$");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{([^}]*)})? ");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
  private static final Pattern SUFFIX = Pattern.compile("_(total|count|sum|bucket|max)$");
  private static final Pattern UNIT = Pattern.compile("_(total|seconds|bytes)$");

  /** Labels of the text format itself. */
  private static final Set<String> OF_THE_FORMAT = Set.of("le", "quantile");

  private static final String HEAD =
      """
      # Metrics

      Made from the code. `GET /metrics` of the bridge, and of each other process at `metrics.port`, in Prometheus' text format; those of the JVM (`jvm_…`, `process_…`, `system_…`) and of Armeria (`armeria_…`) come with them. A counter's name ends in `_total`; a histogram or summary has `_count`, `_sum` and, of the last minutes, `_max`. A metric with labels appears with its first event.

      | metric | type | labels | meaning |
      |---|---|---|---|
      """;

  private static RunningPlatform platform;
  private static String scraped;

  @BeforeAll
  static void scrape(@TempDir Path folder) throws Exception {
    platform = new RunningPlatform(folder);
    platform.post("/v1/comments:classify", "{\"comments\":[{\"text\":\"chào cả nhà\"}]}");
    scraped = platform.text("/metrics");
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void theReferenceHasEveryMetricOfAPlatform() throws Exception {
    Map<String, String> rows = rowsOf(Files.exists(REFERENCE) ? Files.readString(REFERENCE) : "");
    rows.putAll(rows());
    String made = HEAD + String.join("", rows.values());
    Files.createDirectories(FRESH.getParent());
    Files.writeString(FRESH, made);

    assertThat(REFERENCE)
        .as("out of date: copy it/%s to docs/reference/metrics.md", FRESH)
        .content()
        .isEqualTo(made);
  }

  @Test
  void theCodeHasEveryMetricOfTheReference() throws Exception {
    String code = code();

    assertThat(rowsOf(Files.readString(REFERENCE)).keySet())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            metric -> {
              String dotted =
                  UNIT.matcher(metric.substring(PREFIX.length()))
                      .replaceFirst("")
                      .replace('_', '.');
              assertThat(code).as("remove the row of " + metric).contains("\"" + dotted + "\"");
            });
  }

  @Test
  void everyMetricOfTheAlertRulesIsOneThatAPlatformHas() throws Exception {
    Set<String> named =
        Files.readAllLines(ROOT.resolve("docs/alerts.yml")).stream()
            .flatMap(line -> METRIC.matcher(line).results())
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there =
        SAMPLE.matcher(scraped).results().map(found -> found.group(1)).collect(Collectors.toSet());

    assertThat(named)
        .contains("chatwarden_inference_refine_text_total")
        .hasSizeGreaterThan(8)
        .allSatisfy(
            metric ->
                assertThat(there.stream().anyMatch(name -> name.startsWith(metric)))
                    .as(metric)
                    .isTrue());
  }

  /** Rows by their metric, of what was scraped. */
  private static Map<String, String> rows() {
    Map<String, String> help = new TreeMap<>();
    HELP.matcher(scraped).results().forEach(found -> help.put(found.group(1), found.group(2)));
    Map<String, Set<String>> labels = new TreeMap<>();
    Matcher sample = SAMPLE.matcher(scraped);
    while (sample.find()) {
      Set<String> own = labels.computeIfAbsent(base(sample.group(1)), name -> new TreeSet<>());
      if (sample.group(2) != null) {
        LABEL.matcher(sample.group(2)).results().forEach(found -> own.add(found.group(1)));
      }
    }
    Map<String, String> rows = new TreeMap<>();
    Matcher type = TYPE.matcher(scraped);
    while (type.find()) {
      String metric = type.group(1);
      boolean own = metric.startsWith(PREFIX) && !metric.endsWith("_max");
      if (own) {
        List<String> named = new ArrayList<>(labels.getOrDefault(base(metric), Set.of()));
        named.removeAll(OF_THE_FORMAT);
        rows.put(
            metric,
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    metric,
                    type.group(2),
                    named.stream()
                        .map(label -> "`" + label + "`")
                        .collect(Collectors.joining(", ")),
                    help.getOrDefault(metric, "")));
      }
    }
    return rows;
  }

  private static String base(String sample) {
    return SUFFIX.matcher(sample).replaceFirst("");
  }

  /** Rows by their metric, of a page. */
  private static Map<String, String> rowsOf(String page) {
    Map<String, String> rows = new TreeMap<>();
    page.lines()
        .filter(line -> line.startsWith("| `" + PREFIX))
        .forEach(line -> rows.put(line.split("`")[1], line + "\n"));
    return rows;
  }

  /** The source code of all modules. */
  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(ROOT)) {
      for (Path module : modules) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
              code.append(Files.readString(file));
            }
          }
        }
      }
    }
    return code.toString();
  }
}
