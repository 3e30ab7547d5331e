package chatwarden.bridge.compat;

import chatwarden.runtime.config.ConfigKey;
import java.util.List;

/** The settings of the compatible endpoints. */
public final class CompatKeys {

  /** From where on a text is flagged. */
  public static final ConfigKey<Double> FLAG_THRESHOLD =
      ConfigKey.decimal(
          "compat.flag-threshold",
          0.5,
          0,
          1,
          "The score from which on POST /v1/moderations says that a category applies.");

  private CompatKeys() {}

  /** All of them, for the loader of the configuration. */
  public static List<ConfigKey<?>> all() {
    return List.of(FLAG_THRESHOLD);
  }
}
