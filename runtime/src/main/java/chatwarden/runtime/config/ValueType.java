package chatwarden.runtime.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the values of a key are read, checked and shown. */
sealed interface ValueType<T> {

  /** The value that {@code text} says. Throws IllegalArgumentException when it says none. */
  T parse(String text);

  /** Refuses a value outside of the range. */
  default void check(T value) {}

  /** The value as it would be written. */
  default String show(T value) {
    return value.toString();
  }

  /** Returns the accepted values, in words. */
  String expectation();

  record Text() implements ValueType<String> {
    @Override
    public String parse(String text) {
      return text;
    }

    @Override
    public String expectation() {
      return "text";
    }
  }

  record WholeNumber(int min, int max) implements ValueType<Integer> {
    @Override
    public Integer parse(String text) {
      return Integer.valueOf(text.strip().replace("_", ""));
    }

    @Override
    public void check(Integer value) {
      require(value >= min && value <= max);
    }

    @Override
    public String expectation() {
      return "an integer in [" + min + ", " + max + "]";
    }
  }

  record Decimal(double min, double max) implements ValueType<Double> {
    @Override
    public Double parse(String text) {
      return Double.valueOf(text.strip());
    }

    @Override
    public void check(Double value) {
      require(value >= min && value <= max);
    }

    @Override
    public String expectation() {
      return "a number in [" + min + ", " + max + "]";
    }
  }

  record Flag() implements ValueType<Boolean> {
    @Override
    public Boolean parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException();
      };
    }

    @Override
    public String expectation() {
      return "true or false";
    }
  }

  record Time() implements ValueType<Duration> {
    @Override
    public Duration parse(String text) {
      return DurationText.parse(text);
    }

    @Override
    public void check(Duration value) {
      require(!value.isNegative());
    }

    @Override
    public String show(Duration value) {
      if (value.toNanos() % 1_000_000 != 0) {
        return value.toString();
      }
      long millis = value.toMillis();
      if (millis == 0 || millis % 1_000 != 0) {
        return millis + "ms";
      }
      long seconds = millis / 1_000;
      if (seconds % 86_400 == 0) {
        return seconds / 86_400 + "d";
      }
      if (seconds % 3_600 == 0) {
        return seconds / 3_600 + "h";
      }
      return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    @Override
    public String expectation() {
      return "a duration >= 0 such as 5ms, 10s, 2m, 1h, 7d or PT5S";
    }
  }

  record TextList() implements ValueType<List<String>> {
    @Override
    public List<String> parse(String text) {
      return text.isBlank()
          ? List.of()
          : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    @Override
    public void check(List<String> value) {
      require(value.stream().noneMatch(String::isBlank));
    }

    @Override
    public String show(List<String> value) {
      return String.join(",", value);
    }

    @Override
    public String expectation() {
      return "a list without blank elements";
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
