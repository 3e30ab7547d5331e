package chatwarden.store.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals bytes by AES-GCM with a random nonce each time. The id of their owner is authenticated with
 * them, so that they cannot be moved to another owner. Safe for use by many threads.
 */
public final class SecretCipher {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;

  /** A cipher with a key of AES. */
  public SecretCipher(SecretKey key) {
    this.key = key;
  }

  /** Returns the bytes so that only the holder of the key can open them. */
  public byte[] seal(String owner, byte[] plain) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(plain);
      return ByteBuffer.allocate(1 + NONCE + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /**
   * Returns the bytes that were sealed; empty if they were sealed for another owner or by another
   * key, or changed.
   */
  public Optional<byte[]> open(String owner, byte[] sealed) {
    if (sealed.length <= 1 + NONCE || sealed[0] != VERSION) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
    byte[] nonce = new byte[NONCE];
    bytes.get(nonce);
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(rest));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
