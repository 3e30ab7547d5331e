package chatwarden.mlops.report;

import chatwarden.mlops.evaluation.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pictures of a report, as SVG. */
final class Charts {
  private Charts() {}

  static String confusion(Evaluation evaluation) {
    int count = evaluation.labels().size();
    Svg svg = new Svg("Confusion: truth by row, given label by column", 440, 300);
    for (int i = 0; i < count; i++) {
      int sum = evaluation.confusion().get(i).stream().mapToInt(Integer::intValue).sum();
      svg.rowName(i, count, evaluation.labels().get(i));
      svg.columnName(i, count, evaluation.labels().get(i));
      for (int j = 0; j < count; j++) {
        int cell = evaluation.confusion().get(i).get(j);
        double share = sum == 0 ? 0 : (double) cell / sum;
        svg.cell(i, j, count, share, "%d (%.0f %%)".formatted(cell, 100 * share));
      }
    }
    return svg.close();
  }

  static String precisionRecall(Evaluation evaluation) {
    Svg svg = new Svg("Precision over recall", 440, 300).axes("recall", "precision");
    List<String> names = new ArrayList<>();
    for (int k = 0; k < evaluation.labels().size(); k++) {
      List<double[]> points = new ArrayList<>();
      evaluation.curves().get(k).forEach(p -> points.add(new double[] {p.recall(), p.precision()}));
      svg.path(thinned(points), Svg.colour(k));
      names.add(evaluation.labels().get(k) + " " + format(evaluation.averagePrecision().get(k)));
    }
    return svg.legend(names).close();
  }

  static String reliability(Evaluation evaluation) {
    Svg svg =
        new Svg("Reliability of the highest probability", 440, 300)
            .axes("mean probability", "share that is right")
            .line(0, 0, 1, 1, "g");
    int total = evaluation.reliability().stream().mapToInt(bin -> bin.count()).sum();
    for (Evaluation.ReliabilityBin bin : evaluation.reliability()) {
      double radius = 3 + 12 * Math.sqrt((double) bin.count() / total);
      svg.dot(bin.probability(), bin.share(), radius, "#2f6f9fb0", bin.count() + " texts");
    }
    return svg.close();
  }

  static String bars(String title, List<String> names, List<Double> values, List<String> shown) {
    Svg svg = new Svg(title, 560, 40 + 24 * names.size());
    for (int i = 0; i < names.size(); i++) {
      svg.bar(i, names.size(), values.get(i), Svg.colour(0), names.get(i), shown.get(i));
    }
    return svg.close();
  }

  static String format(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static List<double[]> thinned(List<double[]> points) {
    int step = Math.max(1, points.size() / 400);
    List<double[]> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i += step) {
      kept.add(points.get(i));
    }
    return kept;
  }
}
