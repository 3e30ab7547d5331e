package chatwarden.mlops.report;

import chatwarden.domain.drift.ColumnDrift;
import chatwarden.domain.drift.ColumnDrift.BinShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pictures of a comparison of two windows, as SVG. */
final class DriftCharts {
  private DriftCharts() {}

  /** Draws the scores beside the thresholds: a bar of full length is three times the threshold. */
  static String severities(List<ColumnDrift> columns) {
    List<ColumnDrift> compared = columns.stream().filter(column -> column.threshold() > 0).toList();
    return Charts.bars(
        "Score by threshold; above 1 is drift",
        compared.stream().map(DriftCharts::name).toList(),
        compared.stream().map(column -> Math.min(1, column.severity() / 3)).toList(),
        compared.stream().map(column -> shown(column.severity())).toList());
  }

  /** Draws the shares of the bins of both windows. */
  static String shares(ColumnDrift column) {
    double most =
        column.bins().stream()
            .mapToDouble(bin -> Math.max(bin.reference(), bin.current()))
            .max()
            .orElse(1);
    Svg svg = new Svg(name(column), 440, 260).xName("bin");
    for (double share : new double[] {0, 0.5, 1}) {
      svg.yTick(share, shown(share * most));
    }
    List<double[]> before = new ArrayList<>();
    List<double[]> now = new ArrayList<>();
    int count = column.bins().size();
    for (int i = 0; i < count; i++) {
      BinShare bin = column.bins().get(i);
      step(before, i, count, bin.reference() / most);
      step(now, i, count, bin.current() / most);
      double middle = (i + 0.5) / count;
      String tip = "%s: %s, %s".formatted(bin.name(), shown(bin.reference()), shown(bin.current()));
      svg.dot(middle, bin.reference() / most, 3, Svg.colour(0), tip);
      svg.dot(middle, bin.current() / most, 3, Svg.colour(1), tip);
      if (i == 0 || i == count - 1) {
        svg.xTick(middle, bin.name());
      }
    }
    return svg.path(before, Svg.colour(0))
        .path(now, Svg.colour(1))
        .legend(List.of("reference", "current"))
        .close();
  }

  private static void step(List<double[]> path, int bin, int count, double height) {
    path.add(new double[] {(double) bin / count, height});
    path.add(new double[] {(bin + 1.0) / count, height});
  }

  private static String name(ColumnDrift column) {
    String name = column.column().id();
    return column.language().isEmpty() ? name : name + " (" + column.language() + ")";
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
