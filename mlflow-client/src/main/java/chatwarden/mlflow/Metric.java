package chatwarden.mlflow;

/**
 * A measured value. MLflow stores the same key, time, step and value once, so that a repeated
 * metric doubles nothing as long as its time is kept.
 *
 * @param key at most 250 characters: letters, digits, underscores, dashes, dots, blanks, slashes
 * @param value any; a value that is not a number is sent as such
 * @param time of the measurement, in milliseconds since 1970
 * @param step the position in a sequence, such as a fold; 0 for a single value
 */
public record Metric(String key, double value, long time, long step) {

  private static final String UNSUITABLE = "[^\\w\\-. /]";

  /** Replaces characters that MLflow refuses in a key. */
  public Metric {
    key = key.replaceAll(UNSUITABLE, "");
    if (key.isEmpty() || key.length() > MlflowLimits.KEY) {
      throw new IllegalArgumentException(
          "key: " + key.length() + " characters (expected: 1 to " + MlflowLimits.KEY + ")");
    }
  }
}
