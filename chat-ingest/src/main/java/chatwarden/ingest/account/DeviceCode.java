package chatwarden.ingest.account;

import java.time.Duration;

/**
 * A code by which a person permits an account to be used.
 *
 * @param device the code by which this program asks whether it is permitted; a secret
 * @param user the code that the person types in
 * @param page the page where they do so
 * @param interval how long to wait between two questions
 * @param life how long the codes are valid
 */
public record DeviceCode(
    String device, String user, String page, Duration interval, Duration life) {

  /** Leaves the secret code out. */
  @Override
  public String toString() {
    return "device code for " + page;
  }
}
