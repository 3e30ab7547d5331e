package chatwarden.bridge.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of Standard Webhooks: {@code v1,} and the HMAC-SHA256 of the message's id, its
 * timestamp and its body, with dots between them, in base64.
 */
final class WebhookSignature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{32,86}={0,2}");
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private WebhookSignature() {}

  /** Returns the key of a secret as a caller gives it; empty where it is not one. */
  static Optional<byte[]> key(String secret) {
    String encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "";
    if (!BASE64.matcher(encoded).matches()) {
      return Optional.empty();
    }
    try {
      byte[] key = Base64.getDecoder().decode(encoded);
      return key.length >= LEAST_BYTES && key.length <= MOST_BYTES
          ? Optional.of(key)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String of(byte[] key, String id, Instant time, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((id + "." + time.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
