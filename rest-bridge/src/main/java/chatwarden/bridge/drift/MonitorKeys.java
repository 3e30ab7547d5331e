package chatwarden.bridge.drift;

import chatwarden.domain.drift.DriftSettings;
import chatwarden.runtime.config.ConfigKey;
import java.time.Duration;
import java.util.List;

/** The settings of the search for drift. */
public final class MonitorKeys {

  /** How often drift is looked for. */
  public static final ConfigKey<Duration> INTERVAL =
      ConfigKey.duration(
          "monitor.interval",
          Duration.ofMinutes(15),
          "How often the bridge compares the comments of late with the reference; 0s never does.");

  /** How long the current window is. */
  public static final ConfigKey<Duration> WINDOW =
      ConfigKey.duration(
          "monitor.window",
          DriftSettings.WINDOW,
          "How many of the last full hours are compared with the reference.");

  /** The reference that they are compared with. */
  public static final ConfigKey<String> REFERENCE =
      ConfigKey.text(
          "monitor.reference",
          "",
          "The time to compare with, FROM..TO in days or times of UTC, such as"
              + " 2026-11-01..2026-11-08; empty takes the time before the window.");

  /** How long the reference is where none is named. */
  public static final ConfigKey<Duration> REFERENCE_LENGTH =
      ConfigKey.duration(
          "monitor.reference-length",
          DriftSettings.REFERENCE,
          "How long the reference before the window is where monitor.reference is empty.");

  /** How many comments a column needs. */
  public static final ConfigKey<Integer> MIN_COMMENTS =
      ConfigKey.integer(
          "monitor.min-comments",
          200,
          1,
          1_000_000,
          "How many comments a column needs in both windows to be compared.");

  /** The least distance that is drift. */
  public static final ConfigKey<Double> MIN_SCORE =
      ConfigKey.decimal(
          "monitor.min-score",
          0.05,
          0,
          0.8,
          "The least Jensen-Shannon distance that is drift, whatever the noise.");

  private MonitorKeys() {}

  /** All of them, for the loader of the configuration. */
  public static List<ConfigKey<?>> all() {
    return List.of(INTERVAL, WINDOW, REFERENCE, REFERENCE_LENGTH, MIN_COMMENTS, MIN_SCORE);
  }
}
