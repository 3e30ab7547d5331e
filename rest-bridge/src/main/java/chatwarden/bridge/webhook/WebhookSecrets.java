package chatwarden.bridge.webhook;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.secret.KeyFile;
import chatwarden.store.secret.SecretCipher;
import org.jspecify.annotations.Nullable;

/** Seals and opens the secrets of webhooks. The key is read, or made, when it is first needed. */
final class WebhookSecrets {

  /** Before the ids of webhooks, so that accounts of the same id have another owner's name. */
  private static final String OWNER = "webhook:";

  private final KeyFile file;
  private @Nullable SecretCipher cipher;

  WebhookSecrets(Config config) {
    this.file = KeyFile.of(config);
  }

  byte[] seal(String webhook, byte[] key) {
    return cipher().seal(OWNER + webhook, key);
  }

  /**
   * Returns the key of a webhook.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if it was sealed by
   *     another key
   */
  byte[] open(String webhook, byte[] sealed) {
    return cipher()
        .open(OWNER + webhook, sealed)
        .orElseThrow(
            () ->
                FaultCode.FAILED_PRECONDITION.exception(
                    "SECRET_UNREADABLE",
                    "the webhook's secret cannot be opened with the key of accounts.key-file; give"
                        + " all bridges the same file, or make the webhook again"));
  }

  private synchronized SecretCipher cipher() {
    SecretCipher known = cipher;
    if (known == null) {
      cipher = known = new SecretCipher(file.read());
    }
    return known;
  }
}
