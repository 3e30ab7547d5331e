package chatwarden.mlops.search;

import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a search may choose from. Names are namespaced with dots: {@code linear.penalty}.
 *
 * @param parameters the parameters, no name twice
 */
public record SearchSpace(List<Parameter> parameters) {
  public SearchSpace {
    parameters = List.copyOf(parameters);
    if (parameters.stream().map(Parameter::name).distinct().count() != parameters.size()) {
      throw new IllegalArgumentException("parameters: a name twice (expected: each once)");
    }
  }

  /** A parameter: its name and its possible values. */
  public sealed interface Parameter {
    /** Returns the namespaced name. */
    String name();

    /** Returns a value, drawn from {@code random}. */
    double draw(SplittableRandom random);
  }

  /**
   * Any value between two, as likely in one decade as in the next.
   *
   * @param name the namespaced name
   * @param from the smallest value, positive
   * @param to the largest value
   */
  public record LogRange(String name, double from, double to) implements Parameter {
    public LogRange {
      if (!(from > 0 && to >= from)) {
        throw new IllegalArgumentException(
            name + ": " + from + " to " + to + " (expected: positive, rising)");
      }
    }

    @Override
    public double draw(SplittableRandom random) {
      double value = from * Math.pow(to / from, random.nextDouble());
      double digits = Math.pow(10, 2 - Math.floor(Math.log10(value)));
      return Math.clamp(Math.round(value * digits) / digits, from, to);
    }
  }

  /**
   * One of a few values, all as likely.
   *
   * @param name the namespaced name
   * @param values the values, at least one
   */
  public record Choice(String name, List<Double> values) implements Parameter {
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException(name + ": no values (expected: at least 1)");
      }
    }

    @Override
    public double draw(SplittableRandom random) {
      return values.get(random.nextInt(values.size()));
    }
  }

  /** Returns the parameters of trial {@code number}; the same number and seed draw the same. */
  public SortedMap<String, Double> draw(int number, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    SortedMap<String, Double> drawn = new TreeMap<>();
    for (Parameter parameter : parameters) {
      drawn.put(parameter.name(), parameter.draw(random));
    }
    return drawn;
  }
}
