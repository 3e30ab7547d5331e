package chatwarden.store.pseudonym;

import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA-256, cut to 128 bits, by a random key of 256 bits that the first use makes. The key is
 * in {@code cw:pseudonyms} and never leaves the store's processes.
 */
public final class RedisPseudonyms implements Pseudonyms {

  private static final String KEY = "cw:pseudonyms";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int HASH_BYTES = 16;

  private final SharedConnection redis;
  private volatile @Nullable SecretKeySpec key;

  public RedisPseudonyms(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public String of(String id) {
    if (id.isEmpty()) {
      return "";
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key());
      byte[] hash = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private SecretKeySpec key() {
    SecretKeySpec known = key;
    if (known == null) {
      byte[] fresh = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(fresh);
      redis.ask(commands -> commands.set(KEY, fresh, SetArgs.Builder.nx()));
      known = new SecretKeySpec(redis.ask(commands -> commands.get(KEY)), ALGORITHM);
      key = known;
    }
    return known;
  }
}
