package chatwarden.store.access;

import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that was just made, the only time that it can be shown: {@code cw_<id>_<secret>}. The
 * secret has 256 random bits, so that a plain digest of it is safe to store.
 */
public final class NewApiKey {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final Pattern FORM = Pattern.compile("cw_([a-z0-9]{10})_[0-9a-f]{64}");

  private final ApiKey stored;
  private final String secret;

  private NewApiKey(ApiKey stored, String secret) {
    this.stored = stored;
    this.secret = secret;
  }

  /** Makes a key that holds for all chats. */
  public static NewApiKey create(String name, Role role, Instant now) {
    return create(name, role, ChatScope.ALL, now);
  }

  /** Makes a key. */
  public static NewApiKey create(String name, Role role, ChatScope chats, Instant now) {
    StringBuilder id = new StringBuilder();
    RANDOM.ints(10, 0, LETTERS.length()).forEach(i -> id.append(LETTERS.charAt(i)));
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    String secret = "cw_" + id + "_" + HexFormat.of().formatHex(bytes);
    Instant time = now.truncatedTo(ChronoUnit.MILLIS);
    return new NewApiKey(
        new ApiKey(id.toString(), name, role, chats, digest(secret), time), secret);
  }

  /** Returns the stored form, without the secret. */
  public ApiKey stored() {
    return stored;
  }

  /** The key itself. */
  public String secret() {
    return secret;
  }

  /** The id in {@code key}; empty when it has not the form of a key. */
  public static Optional<String> idOf(String key) {
    Matcher form = FORM.matcher(key);
    return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
  }

  /** The digest of a key, in hexadecimal. */
  public static String digest(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without SHA-256", e);
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "key " + stored.id();
  }
}
