package chatwarden.mlflow;

/**
 * The lengths and counts that MLflow 3 takes. Longer parameters and tags of runs it cuts without a
 * word, longer keys it refuses.
 */
final class MlflowLimits {

  static final int KEY = 250;
  static final int PARAMETER = 6_000;
  static final int TAG = 8_000;

  static final int METRICS_IN_BATCH = 1_000;
  static final int OTHERS_IN_BATCH = 100;

  private MlflowLimits() {}

  /** Returns a value that is stored whole: a longer one ends with a note of its length. */
  static String fitted(String value, int length) {
    if (value.length() <= length) {
      return value;
    }
    String note = " … (" + value.length() + " characters)";
    return value.substring(0, length - note.length()) + note;
  }
}
