package chatwarden.inference.loader;

import chatwarden.repository.ModelManifest;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;

/** A number among the settings of a manifest. */
final class NumberSetting {

  private NumberSetting() {}

  /**
   * The setting {@code name}, or {@code otherwise} where it is left out.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, if it is not a number in (0, {@code below})
   */
  static double of(ModelManifest manifest, String name, double otherwise, double below) {
    String value = manifest.settings().get(name);
    double number;
    try {
      number = value == null ? otherwise : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number > 0 && number < below)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_BROKEN",
          "%s: settings.%s: %s (expected: a number in (0, %s))"
              .formatted(manifest.id(), name, value, below));
    }
    return number;
  }
}
