package chatwarden.mlops.search;

import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.LogRange;
import chatwarden.mlops.search.SearchSpace.Parameter;
import chatwarden.mlops.search.SearchSpace.WholeRange;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How much each parameter decided whether a trial was among the best tenth: PED-ANOVA. For each
 * parameter, the Pearson divergence between the density of its values in the best trials and that
 * in all.
 *
 * <p>Source: Watanabe, Bansal and Hutter, "PED-ANOVA: Efficiently Quantifying Hyperparameter
 * Importance in Arbitrary Subspaces", IJCAI 2023; with the constants of Optuna 5.0, whose figures
 * it gives.
 */
public final class Importance {
  private static final double BEST_SHARE = 0.1;
  private static final int GRID = 50;
  private static final double TINY = 1e-12;

  private Importance() {}

  /**
   * Returns the share of each parameter, sum 1, the highest first; all equal where there are too
   * few trials to part.
   *
   * @param trials of which the complete ones count
   */
  public static SequencedMap<String, Double> of(SearchSpace space, List<Trial> trials) {
    List<Trial> all =
        trials.stream()
            .filter(Trial::complete)
            .filter(trial -> space.contains(trial.parameters()))
            .toList();
    Map<String, Double> divergences = new LinkedHashMap<>();
    List<Trial> best = best(all);
    for (Parameter parameter : space.parameters()) {
      divergences.put(parameter.name(), all.size() < 2 ? 0 : divergence(parameter, best, all));
    }
    double sum = divergences.values().stream().mapToDouble(Double::doubleValue).sum();
    int count = divergences.size();
    SequencedMap<String, Double> shares = new LinkedHashMap<>();
    divergences.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(each -> shares.put(each.getKey(), sum == 0 ? 1.0 / count : each.getValue() / sum));
    return shares;
  }

  /** Returns the best tenth of the trials, and those as good as the last of it. */
  private static List<Trial> best(List<Trial> trials) {
    if (trials.isEmpty()) {
      return trials;
    }
    int count = (int) Math.ceil(BEST_SHARE * trials.size());
    double worst =
        trials.stream()
            .map(Trial::loss)
            .sorted(Comparator.naturalOrder())
            .skip(count - 1L)
            .findFirst()
            .orElseThrow();
    return trials.stream().filter(trial -> trial.loss() <= worst).toList();
  }

  private static double divergence(Parameter parameter, List<Trial> best, List<Trial> all) {
    if (parameter.low() == parameter.high()) {
      return 0;
    }
    double[] ofBest = density(parameter, best);
    double[] ofAll = density(parameter, all);
    double sum = 0;
    for (int i = 0; i < ofAll.length; i++) {
      double ratio = (ofBest[i] + TINY) / (ofAll[i] + TINY) - 1;
      sum += (ofAll[i] + TINY) * ratio * ratio;
    }
    return sum;
  }

  private static double[] density(Parameter parameter, List<Trial> trials) {
    double[] places =
        trials.stream()
            .mapToDouble(
                trial ->
                    parameter.coordinate(
                        trial.parameters().getOrDefault(parameter.name(), parameter.low())))
            .toArray();
    return switch (parameter) {
      case LogRange range -> normals(counts(range, places, GRID));
      case WholeRange range ->
          normals(counts(range, places, (int) Math.min(GRID, range.high() - range.low() + 1)));
      case Choice choice -> choices(counts(choice, places, choice.values().size()));
    };
  }

  /** Returns how many places are nearest to each point of a grid; a tie goes to the lower one. */
  private static int[] counts(Parameter parameter, double[] places, int points) {
    double step = (parameter.high() - parameter.low()) / (points - 1);
    int[] counts = new int[points];
    for (double place : places) {
      double index = Math.ceil((place - parameter.low()) / step - 0.5);
      counts[(int) Math.clamp(index, 0, points - 1)]++;
    }
    return counts;
  }

  /** Returns a mixture of normal distributions at the counted points, by Scott's rule. */
  private static double[] normals(int[] counts) {
    double width = width(counts);
    double all = Arrays.stream(counts).sum() + 1.0;
    double[] density = new double[counts.length];
    for (int mean = 0; mean < counts.length; mean++) {
      if (counts[mean] > 0) {
        add(density, mean, width, counts[mean] / all);
      }
    }
    add(density, (counts.length - 1) / 2.0, counts.length, 1 / all);
    return density;
  }

  private static void add(double[] density, double mean, double width, double weight) {
    double mass = NormalMass.between((-0.5 - mean) / width, (density.length - 0.5 - mean) / width);
    for (int i = 0; i < density.length; i++) {
      double own = NormalMass.between((i - 0.5 - mean) / width, (i + 0.5 - mean) / width);
      density[i] += weight * own / mass;
    }
  }

  private static double width(int[] counts) {
    int sum = Arrays.stream(counts).sum();
    double mean = 0;
    for (int i = 0; i < counts.length; i++) {
      mean += (double) i * counts[i] / sum;
    }
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      squares += counts[i] * (i - mean) * (i - mean);
    }
    double deviation = Math.sqrt(squares / Math.max(1, sum - 1));
    int quartiles = pointAbove(counts, sum * 3 / 4) - pointAt(counts, sum / 4);
    double scott = 1.059 * Math.min(quartiles / 1.34, deviation) * Math.pow(sum, -0.2);
    return Math.max(scott, 0.5 / 1.64);
  }

  /** Returns the first counted point up to which {@code count} are counted. */
  private static int pointAt(int[] counts, int count) {
    int sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i];
      if (counts[i] > 0 && sum >= count) {
        return i;
      }
    }
    throw new IllegalArgumentException("counts: all 0 (expected: one above)");
  }

  /**
   * Returns the first counted point up to which more than {@code count} are counted, or the last.
   */
  private static int pointAbove(int[] counts, int count) {
    return pointAt(counts, Math.min(count + 1, Arrays.stream(counts).sum()));
  }

  private static double[] choices(int[] counts) {
    double all = Arrays.stream(counts).sum() + 1.0;
    double kernels = Arrays.stream(counts).filter(count -> count > 0).count() + 1.0;
    double prior = 1 / kernels;
    double rest = prior / (1 + counts.length * prior);
    double[] density = new double[counts.length];
    Arrays.fill(density, 1 / all / counts.length);
    for (int seen = 0; seen < counts.length; seen++) {
      double weight = counts[seen] / all;
      for (int i = 0; i < density.length; i++) {
        density[i] += weight * (i == seen ? (1 + prior) / (1 + counts.length * prior) : rest);
      }
    }
    return density;
  }
}
