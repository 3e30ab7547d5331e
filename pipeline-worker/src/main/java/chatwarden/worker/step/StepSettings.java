package chatwarden.worker.step;

import java.time.Duration;
import java.util.Map;

/**
 * The settings of a worker that concern single steps.
 *
 * @param worker its name, for people
 * @param lease how long a step is held without a renewal
 * @param launcher the program that commands call {@code chatwarden}
 * @param version of the program; outputs of another version do not serve again
 * @param environment variables for commands, beside those of the worker
 */
public record StepSettings(
    String worker,
    Duration lease,
    String launcher,
    String version,
    Map<String, String> environment) {

  /** Copies the variables. */
  public StepSettings {
    environment = Map.copyOf(environment);
  }
}
