package chatwarden.runtime.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One setting: its name, type, default and meaning. Keys are constants, declared where they are
 * used, and told to the {@link ConfigLoader} by the composition root.
 *
 * <p>The key {@code broker.uri} is {@code broker: {uri: …}} or {@code broker.uri: …} in {@code
 * chatwarden.yaml}, and {@code CHATWARDEN_BROKER_URI} in the environment.
 *
 * @param <T> the type of the value
 */
public final class ConfigKey<T> {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");

  private final String name;
  private final ValueType<T> type;
  private final T defaultValue;
  private final String description;
  private final boolean secret;

  private ConfigKey(
      String name, ValueType<T> type, T defaultValue, String description, boolean secret) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name: " + name + " (expected: lower-case.dotted-words)");
    }
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.description = description;
    this.secret = secret;
  }

  /** A key of any text. */
  public static ConfigKey<String> text(String name, String defaultValue, String description) {
    return new ConfigKey<>(name, new ValueType.Text(), defaultValue, description, false);
  }

  /** A key of an integer in {@code [min, max]}. */
  public static ConfigKey<Integer> integer(
      String name, int defaultValue, int min, int max, String description) {
    return new ConfigKey<>(
        name, new ValueType.WholeNumber(min, max), defaultValue, description, false);
  }

  /** A key of a number in {@code [min, max]}. */
  public static ConfigKey<Double> decimal(
      String name, double defaultValue, double min, double max, String description) {
    return new ConfigKey<>(name, new ValueType.Decimal(min, max), defaultValue, description, false);
  }

  /** A key that is {@code true} or {@code false}. */
  public static ConfigKey<Boolean> flag(String name, boolean defaultValue, String description) {
    return new ConfigKey<>(name, new ValueType.Flag(), defaultValue, description, false);
  }

  /** A key of a length of time, 0 or longer, such as {@code 5ms}, {@code 10s}, {@code PT5S}. */
  public static ConfigKey<Duration> duration(
      String name, Duration defaultValue, String description) {
    return new ConfigKey<>(name, new ValueType.Time(), defaultValue, description, false);
  }

  /** A key of a list: a YAML list in the file, comma-separated elsewhere. */
  public static ConfigKey<List<String>> list(
      String name, List<String> defaultValue, String description) {
    return new ConfigKey<>(
        name, new ValueType.TextList(), List.copyOf(defaultValue), description, false);
  }

  /** The same key, its value redacted wherever it is shown. */
  public ConfigKey<T> secret() {
    return new ConfigKey<>(name, type, defaultValue, description, true);
  }

  /** The dotted name. */
  public String name() {
    return name;
  }

  /** Returns the value that holds unless it is set. */
  public T defaultValue() {
    return defaultValue;
  }

  /** Returns its meaning, with its unit, in one sentence. */
  public String description() {
    return description;
  }

  /** The name of its variable in the environment. */
  public String environmentVariable() {
    return ConfigLoader.ENVIRONMENT_PREFIX
        + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** What values it takes, in words. */
  public String expectation() {
    return type.expectation();
  }

  ValueType<T> type() {
    return type;
  }

  /** Value as shown to people: secrets, and passwords and queries in URIs, are left out. */
  String show(T value) {
    return redacted(type.show(value));
  }

  /** Returns a value as it was written, without what {@link #show} leaves out. */
  String redacted(String written) {
    if (secret) {
      return written.isEmpty() ? "" : "<redacted>";
    }
    return written
        .replaceAll("://[^/@\\s]*@", "://<redacted>@")
        .replaceAll("(://[^?,\\s]*)\\?[^,\\s\\]]*", "$1?<redacted>");
  }

  /** Whether both say the same of the same name; modules may declare a shared key each. */
  boolean agreesWith(ConfigKey<?> other) {
    return name.equals(other.name)
        && type.equals(other.type)
        && Objects.equals(defaultValue, other.defaultValue)
        && secret == other.secret;
  }

  @Override
  public String toString() {
    return name;
  }
}
