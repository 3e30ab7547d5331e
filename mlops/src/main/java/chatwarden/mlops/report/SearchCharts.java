package chatwarden.mlops.report;

import chatwarden.mlops.search.Importance;
import chatwarden.mlops.search.SearchSpace;
import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.Parameter;
import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The pictures of a search, as SVG: its history, a slice for each parameter, their importance. */
final class SearchCharts {
  private static final int COMPLETE = 0;
  private static final int PRUNED = 1;
  private static final int WINNER = 2;

  private final SearchSpace space;
  private final List<Trial> trials;
  private final List<Trial> measured;
  private final Optional<Trial> winner;
  private final double low;
  private final double high;

  /** Charts of the trials that ended. */
  SearchCharts(SearchSpace space, List<Trial> trials) {
    this.space = space;
    this.trials = trials.stream().sorted(Comparator.comparingInt(Trial::number)).toList();
    this.measured = this.trials.stream().filter(trial -> Double.isFinite(trial.loss())).toList();
    this.winner = Trial.best(trials);
    this.low = measured.stream().mapToDouble(Trial::loss).min().orElse(0);
    this.high = measured.stream().mapToDouble(Trial::loss).max().orElse(1);
  }

  /** Draws the loss of each trial and a line along the best so far. */
  String history() {
    Svg svg = losses(new Svg("Loss of each trial, and the lowest so far", 440, 260)).xName("trial");
    int count = trials.isEmpty() ? 1 : trials.getLast().number() + 1;
    List<double[]> best = new ArrayList<>();
    double lowest = Double.POSITIVE_INFINITY;
    for (Trial trial : measured) {
      double x = (trial.number() + 0.5) / count;
      if (trial.complete() && trial.loss() < lowest) {
        if (!best.isEmpty()) {
          best.add(new double[] {x, height(lowest)});
        }
        lowest = trial.loss();
        best.add(new double[] {x, height(lowest)});
      }
      dot(svg, x, trial);
    }
    if (!best.isEmpty()) {
      best.add(new double[] {1, height(lowest)});
    }
    for (int number : List.of(0, count - 1)) {
      svg.xTick((number + 0.5) / count, String.valueOf(number));
    }
    return svg.path(best, Svg.colour(COMPLETE))
        .legend(List.of("complete", "pruned", "winner"))
        .close();
  }

  /** Draws the loss over the values of each parameter. */
  String slices() {
    StringBuilder slices = new StringBuilder();
    for (Parameter parameter : space.parameters()) {
      slices.append(slice(parameter));
    }
    return slices.toString();
  }

  private String slice(Parameter parameter) {
    Svg svg = losses(new Svg("Loss by " + parameter.name(), 300, 220));
    ticks(parameter).forEach((shown, value) -> svg.xTick(width(parameter, value), shown));
    for (Trial trial : measured) {
      Double value = trial.parameters().get(parameter.name());
      if (value != null && parameter.contains(value)) {
        dot(svg, width(parameter, value), trial);
      }
    }
    return svg.close();
  }

  private static Map<String, Double> ticks(Parameter parameter) {
    Map<String, Double> ticks = new LinkedHashMap<>();
    if (parameter instanceof Choice choice) {
      choice.values().forEach(value -> ticks.put(shown(value), value));
    } else {
      for (double share : new double[] {0, 0.5, 1}) {
        double place = parameter.low() + share * (parameter.high() - parameter.low());
        double value = parameter.at(place);
        ticks.put(shown(value), value);
      }
    }
    return ticks;
  }

  private static String shown(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.valueOf(value);
  }

  /** Draws a bar for each parameter. */
  String importance() {
    Map<String, Double> importance = Importance.of(space, trials);
    List<Double> shares = List.copyOf(importance.values());
    return Charts.bars(
        "Importance for being among the best tenth (PED-ANOVA)",
        List.copyOf(importance.keySet()),
        shares,
        shares.stream().map(share -> String.format(Locale.ROOT, "%.0f %%", 100 * share)).toList());
  }

  private Svg losses(Svg svg) {
    for (double share : new double[] {0, 0.5, 1}) {
      svg.yTick(share, Charts.format(low + share * (high - low)));
    }
    return svg;
  }

  private void dot(Svg svg, double x, Trial trial) {
    boolean won = winner.filter(best -> best.number() == trial.number()).isPresent();
    int kind = won ? WINNER : trial.state() == TrialState.PRUNED ? PRUNED : COMPLETE;
    String tip =
        "trial %d%s: %s %s"
            .formatted(
                trial.number(),
                won ? ", winner" : "",
                Charts.format(trial.loss()),
                trial.described());
    svg.dot(x, height(trial.loss()), won ? 6 : 4, Svg.colour(kind), tip);
  }

  private double height(double loss) {
    return high > low ? (loss - low) / (high - low) : 0;
  }

  /** Leaves a margin on both sides, so that no dot is cut in half. */
  private static double width(Parameter parameter, double value) {
    double range = parameter.high() - parameter.low();
    double share = range > 0 ? (parameter.coordinate(value) - parameter.low()) / range : 0.5;
    return 0.04 + 0.92 * share;
  }
}
