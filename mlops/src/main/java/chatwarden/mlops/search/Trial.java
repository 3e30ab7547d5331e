package chatwarden.mlops.search;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One set of parameters and how it did.
 *
 * @param number which trial it is, from 0
 * @param parameters the values by their names
 * @param losses the loss on each fold that was tried, in order
 * @param finished whether all folds were tried; a hopeless trial stops early
 */
public record Trial(
    int number, SortedMap<String, Double> parameters, List<Double> losses, boolean finished) {
  public Trial {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    losses = List.copyOf(losses);
    if (losses.isEmpty()) {
      throw new IllegalArgumentException("losses: none (expected: at least 1)");
    }
  }

  /** Returns the mean loss over the folds that were tried. */
  public double loss() {
    return losses.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Returns the parameters as {@code name=value} pairs parted by spaces. */
  public String described() {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Returns the trial as the journal keeps it: number, state, losses, parameters by tabs. */
  String line() {
    String joined =
        losses.stream()
            .map(loss -> String.format(Locale.ROOT, "%.17g", loss))
            .collect(Collectors.joining(","));
    return String.join(
        "\t", Integer.toString(number), finished ? "finished" : "stopped", joined, described());
  }

  static Trial parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("columns: " + parts.length + " (expected: 4)");
    }
    SortedMap<String, Double> parameters = new TreeMap<>();
    for (String pair : parts[3].split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
      }
    }
    List<Double> losses = List.of(parts[2].split(",", -1)).stream().map(Double::valueOf).toList();
    return new Trial(Integer.parseInt(parts[0]), parameters, losses, parts[1].equals("finished"));
  }
}
