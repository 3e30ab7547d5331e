package chatwarden.mlops.search;

import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.LogRange;
import chatwarden.mlops.search.SearchSpace.Parameter;
import chatwarden.mlops.search.SearchSpace.WholeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A density over a space: a mixture with one kernel for each observation, and one that covers the
 * whole space. A kernel is the product of a distribution for each parameter: a normal one, cut at
 * the bounds, as wide as the gap to its neighbours, or the weights of the choices. Older
 * observations count less when there are many.
 */
final class ParzenEstimator {
  /** From this number of observations on, the older ones count less. */
  private static final int FULL_WEIGHTS = 25;

  private final List<Parameter> parameters;
  private final double[] weights;
  private final List<Kernels> kernels = new ArrayList<>();

  ParzenEstimator(SearchSpace space, List<SortedMap<String, Double>> observations) {
    parameters = space.parameters();
    weights = weights(observations.size());
    for (Parameter parameter : parameters) {
      double[] places =
          observations.stream()
              .mapToDouble(each -> parameter.coordinate(each.getOrDefault(parameter.name(), 0.0)))
              .toArray();
      kernels.add(
          switch (parameter) {
            case LogRange range -> Normals.of(places, range.low(), range.high(), 0);
            case WholeRange range -> Normals.of(places, range.low(), range.high(), 1);
            case Choice choice -> Weights.of(places, choice.values().size());
          });
    }
  }

  /** Returns coordinates, drawn from the density. */
  double[] draw(SplittableRandom random) {
    int kernel = drawn(weights, random);
    return kernels.stream().mapToDouble(each -> each.draw(kernel, random)).toArray();
  }

  /** Returns the logarithm of the density at coordinates. */
  double logDensity(double[] place) {
    double[] logs = new double[weights.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (int kernel = 0; kernel < logs.length; kernel++) {
      logs[kernel] = Math.log(weights[kernel]);
      for (int i = 0; i < place.length; i++) {
        logs[kernel] += kernels.get(i).logDensity(kernel, place[i]);
      }
      highest = Math.max(highest, logs[kernel]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - highest);
    }
    return Math.log(sum) + highest;
  }

  /** Returns the possible values nearest to coordinates. */
  SortedMap<String, Double> values(double[] place) {
    SortedMap<String, Double> values = new TreeMap<>();
    for (int i = 0; i < place.length; i++) {
      values.put(parameters.get(i).name(), parameters.get(i).at(place[i]));
    }
    return values;
  }

  /** Returns the weight of each observation and, last, of the kernel of the whole space; sum 1. */
  private static double[] weights(int observations) {
    double[] weights = new double[observations + 1];
    Arrays.fill(weights, 1);
    int older = observations - FULL_WEIGHTS;
    for (int i = 0; i < older; i++) {
      double oldest = 1.0 / observations;
      weights[i] = older == 1 ? oldest : oldest + (1 - oldest) * i / (older - 1);
    }
    return shares(weights);
  }

  private static double[] shares(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  private static int drawn(double[] weights, SplittableRandom random) {
    double left = random.nextDouble();
    int index = 0;
    while (index < weights.length - 1 && left >= weights[index]) {
      left -= weights[index++];
    }
    return index;
  }

  /** The distributions of one parameter, one for each kernel. */
  private sealed interface Kernels {
    double draw(int kernel, SplittableRandom random);

    double logDensity(int kernel, double place);
  }

  /** Normal distributions between bounds; on whole numbers where {@code step} is 1. */
  private record Normals(double[] means, double[] widths, double from, double to, double step)
      implements Kernels {

    static Normals of(double[] places, double low, double high, double step) {
      double from = low - step / 2;
      double to = high + step / 2;
      double[] means = Arrays.copyOf(places, places.length + 1);
      means[places.length] = (from + to) / 2;
      double[] widths = Arrays.copyOf(widths(places, from, to), means.length);
      widths[places.length] = to - from;
      return new Normals(means, widths, from, to, step);
    }

    /** Returns for each place the wider gap to its neighbours, the bounds aside. */
    private static double[] widths(double[] places, double from, double to) {
      int count = places.length;
      double narrowest = (to - from) / Math.min(100.0, 2.0 + count);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        order.add(i);
      }
      order.sort((a, b) -> Double.compare(places[a], places[b]));
      double[] widths = new double[count];
      for (int i = 0; i < count; i++) {
        double here = places[order.get(i)];
        double left = here - (i == 0 ? from : places[order.get(i - 1)]);
        double right = (i == count - 1 ? to : places[order.get(i + 1)]) - here;
        double width = Math.max(left, right);
        if (count > 1 && i == 0) {
          width = right;
        } else if (count > 1 && i == count - 1) {
          width = left;
        }
        widths[order.get(i)] = Math.clamp(width, narrowest, to - from);
      }
      return widths;
    }

    @Override
    public double draw(int kernel, SplittableRandom random) {
      double mean = means[kernel];
      double width = widths[kernel];
      if (width == 0) {
        return mean;
      }
      double place =
          mean + width * NormalMass.draw((from - mean) / width, (to - mean) / width, random);
      return step == 0 ? place : Math.clamp(Math.rint(place), from + step / 2, to - step / 2);
    }

    @Override
    public double logDensity(int kernel, double place) {
      double mean = means[kernel];
      double width = widths[kernel];
      if (width == 0) {
        return 0;
      }
      double mass = NormalMass.between((from - mean) / width, (to - mean) / width);
      double z = (place - mean) / width;
      if (step == 0) {
        return NormalMass.logDensity(z) - Math.log(mass) - Math.log(width);
      }
      double half = step / 2 / width;
      return Math.log(NormalMass.between(z - half, z + half)) - Math.log(mass);
    }
  }

  /** The weight of each choice, by kernel. */
  private record Weights(double[][] weights) implements Kernels {

    static Weights of(double[] places, int choices) {
      int count = places.length + 1;
      double[][] weights = new double[count][choices];
      for (int kernel = 0; kernel < count; kernel++) {
        Arrays.fill(weights[kernel], 1.0 / count);
        if (kernel < places.length) {
          weights[kernel][(int) places[kernel]]++;
        }
        weights[kernel] = shares(weights[kernel]);
      }
      return new Weights(weights);
    }

    @Override
    public double draw(int kernel, SplittableRandom random) {
      return drawn(weights[kernel], random);
    }

    @Override
    public double logDensity(int kernel, double place) {
      return Math.log(weights[kernel][(int) place]);
    }
  }
}
