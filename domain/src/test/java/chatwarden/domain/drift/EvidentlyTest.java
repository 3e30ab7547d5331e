package chatwarden.domain.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.domain.sketch.CategoryCounts;
import chatwarden.domain.sketch.Histogram;
import chatwarden.domain.sketch.HistogramScale;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidently itself on the same windows, where {@code .ci/run} installed it. */
class EvidentlyTest {
  private static final Path ROOT = ProjectRoot.find();
  private static final Path PYTHON = ROOT.resolve(".ci/evidently/bin/python");
  private static final Path SCRIPT =
      ROOT.resolve("domain/src/test/resources/chatwarden/domain/drift/evidently_drift.py");
  private static final int REFERENCE = 5_000;
  private static final int CURRENT = 1_700;

  @TempDir Path folder;

  @BeforeEach
  void needEvidently() {
    assumeTrue(Files.isExecutable(PYTHON), "skipped: .ci/evidently has no Python with evidently");
  }

  @Test
  void theDistancesEqualThoseOfEvidentlyWithinOnePercent() throws Exception {
    Random random = new Random(7);
    Map<String, Column> columns = new HashMap<>();
    columns.put("probability_up", new Column(unit(random, -3, 1.5), unit(random, -2.5, 1.5)));
    columns.put("probability_same", new Column(unit(random, -3, 1.5), unit(random, -3, 1.5)));
    columns.put("probability_wide", new Column(unit(random, 0, 1), unit(random, 0, 3)));
    columns.put("share", new Column(ratios(random, 11), ratios(random, 14)));
    columns.put("length", new Column(lengths(random, 3.0), lengths(random, 3.2)));
    columns.put("short_length", new Column(lengths(random, 1.0), lengths(random, 1.1)));
    Map<String, Double> evidently = evidently(columns);

    columns.forEach(
        (name, column) -> {
          HistogramScale scale =
              name.endsWith("length") ? HistogramScale.WHOLE : HistogramScale.UNIT;
          Histogram reference = Histogram.of(scale, column.reference);
          Histogram current = Histogram.of(scale, column.current);
          Binning binning = Binning.of(reference, current);
          double[] before = binning.counts(reference);
          double[] now = binning.counts(current);
          assertSame(evidently, name + " psi", Divergence.populationStability(before, now));
          assertSame(evidently, name + " jensenshannon", Divergence.jensenShannon(before, now));
          assertSame(evidently, name + " wasserstein", Divergence.wasserstein(reference, current));
        });
  }

  @Test
  void theDistancesOfCategoriesEqualThoseOfEvidently() throws Exception {
    Random random = new Random(8);
    Column label =
        new Column(
            drawn(REFERENCE, () -> random.nextInt(10) < 8 ? 0 : 1),
            drawn(CURRENT, () -> random.nextInt(10) < 7 ? 0 : 1 + random.nextInt(2)));
    Map<String, Double> evidently = evidently(Map.of("label", label));
    CategoryCounts reference = counts(label.reference);
    CategoryCounts current = counts(label.current);
    TreeSet<String> names = new TreeSet<>(reference.counts().keySet());
    names.addAll(current.counts().keySet());
    double[] before = aligned(reference, names);
    double[] now = aligned(current, names);

    assertThat(Divergence.populationStability(before, now))
        .isCloseTo(evidently.get("label psi"), within(1e-9));
    assertThat(Divergence.jensenShannon(before, now))
        .isCloseTo(evidently.get("label jensenshannon"), within(1e-9));
  }

  private record Column(double[] reference, double[] current) {}

  private static void assertSame(Map<String, Double> evidently, String name, double ours) {
    assertThat(ours).as(name).isCloseTo(evidently.get(name), Percentage.withPercentage(1));
  }

  private static double[] aligned(CategoryCounts counts, TreeSet<String> names) {
    return names.stream().mapToDouble(name -> counts.counts().getOrDefault(name, 0L)).toArray();
  }

  private static CategoryCounts counts(double[] values) {
    Map<String, Long> counts = new HashMap<>();
    Arrays.stream(values).forEach(value -> counts.merge("c" + (int) value, 1L, Long::sum));
    return CategoryCounts.of(counts);
  }

  private static double[] drawn(int count, DoubleSupplier value) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> value.getAsDouble());
    return values;
  }

  private static int size(double mean) {
    return mean == Math.rint(mean) ? REFERENCE : CURRENT;
  }

  private static double[] unit(Random random, double mean, double spread) {
    return drawn(size(mean), () -> 1 / (1 + Math.exp(-(mean + spread * random.nextGaussian()))));
  }

  /** Shares of whole numbers, as those of n-grams are. */
  private static double[] ratios(Random random, int most) {
    return drawn(
        most == 11 ? REFERENCE : CURRENT,
        () -> {
          int all = 20 + random.nextInt(80);
          return (double) random.nextInt(all * most / 20) / all;
        });
  }

  private static double[] lengths(Random random, double mean) {
    return drawn(size(mean), () -> Math.ceil(Math.exp(mean + 0.7 * random.nextGaussian())));
  }

  private Map<String, Double> evidently(Map<String, Column> columns) throws Exception {
    for (Map.Entry<String, Column> column : columns.entrySet()) {
      write(column.getKey() + ".reference", column.getValue().reference);
      write(column.getKey() + ".current", column.getValue().current);
    }
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), SCRIPT.toString()));
    command.add(folder.toString());
    command.addAll(columns.keySet());
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(() -> errors()).isZero();
    Map<String, Double> values = new HashMap<>();
    out.lines()
        .map(line -> line.split(" ", -1))
        .forEach(words -> values.put(words[0] + " " + words[1], Double.valueOf(words[2])));
    return values;
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void write(String name, double[] values) throws IOException {
    Files.write(
        folder.resolve(name),
        Arrays.stream(values).mapToObj(Double::toString).toList(),
        StandardCharsets.UTF_8);
  }
}
