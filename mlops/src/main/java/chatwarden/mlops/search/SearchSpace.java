package chatwarden.mlops.search;

import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The parameters that a search may vary. Names are namespaced with dots: {@code linear.penalty}.
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

  /**
   * A parameter: its name and its possible values. Each value has a coordinate, the number in which
   * distances between values are measured: its logarithm, the value itself, or the index of a
   * choice.
   */
  public sealed interface Parameter {
    /** Returns the namespaced name. */
    String name();

    /** Returns a value, drawn from {@code random}. */
    double draw(SplittableRandom random);

    /** Returns whether a value is possible. */
    boolean contains(double value);

    /** Returns the coordinate of a possible value. */
    double coordinate(double value);

    /** Returns the possible value nearest to a coordinate. */
    double at(double coordinate);

    /** Returns the lowest coordinate. */
    double low();

    /** Returns the highest coordinate. */
    double high();
  }

  /**
   * Any value between two, as likely in one decade as in the next; drawn values have three digits.
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
      return rounded(from * Math.pow(to / from, random.nextDouble()));
    }

    private double rounded(double value) {
      double digits = Math.pow(10, 2 - Math.floor(Math.log10(value)));
      return Math.clamp(Math.round(value * digits) / digits, from, to);
    }

    @Override
    public boolean contains(double value) {
      return value >= from && value <= to;
    }

    @Override
    public double coordinate(double value) {
      return Math.log(value);
    }

    @Override
    public double at(double coordinate) {
      return rounded(Math.exp(coordinate));
    }

    @Override
    public double low() {
      return Math.log(from);
    }

    @Override
    public double high() {
      return Math.log(to);
    }
  }

  /**
   * Any whole number between two, all as likely.
   *
   * @param name the namespaced name
   * @param from the smallest value
   * @param to the largest value
   */
  public record WholeRange(String name, int from, int to) implements Parameter {
    public WholeRange {
      if (to < from) {
        throw new IllegalArgumentException(
            name + ": " + from + " to " + to + " (expected: rising)");
      }
    }

    @Override
    public double draw(SplittableRandom random) {
      return random.nextLong(from, to + 1L);
    }

    @Override
    public boolean contains(double value) {
      return value >= from && value <= to && value == Math.rint(value);
    }

    @Override
    public double coordinate(double value) {
      return value;
    }

    @Override
    public double at(double coordinate) {
      return Math.clamp(Math.rint(coordinate), from, to);
    }

    @Override
    public double low() {
      return from;
    }

    @Override
    public double high() {
      return to;
    }
  }

  /**
   * One of a few values, all as likely.
   *
   * @param name the namespaced name
   * @param values the values, at least one, none twice
   */
  public record Choice(String name, List<Double> values) implements Parameter {
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException(name + ": no values (expected: at least 1)");
      }
      if (values.stream().distinct().count() != values.size()) {
        throw new IllegalArgumentException(name + ": " + values + " (expected: each once)");
      }
    }

    @Override
    public double draw(SplittableRandom random) {
      return values.get(random.nextInt(values.size()));
    }

    @Override
    public boolean contains(double value) {
      return values.contains(value);
    }

    @Override
    public double coordinate(double value) {
      return values.indexOf(value);
    }

    @Override
    public double at(double coordinate) {
      return values.get((int) Math.clamp(Math.rint(coordinate), low(), high()));
    }

    @Override
    public double low() {
      return 0;
    }

    @Override
    public double high() {
      return values.size() - 1.0;
    }
  }

  /** Returns whether these are values of all parameters, each possible. */
  public boolean contains(SortedMap<String, Double> values) {
    return parameters.stream()
        .allMatch(
            parameter -> {
              Double value = values.get(parameter.name());
              return value != null && parameter.contains(value);
            });
  }

  /** Returns values drawn from {@code random}. */
  SortedMap<String, Double> draw(SplittableRandom random) {
    SortedMap<String, Double> drawn = new TreeMap<>();
    for (Parameter parameter : parameters) {
      drawn.put(parameter.name(), parameter.draw(random));
    }
    return drawn;
  }
}
