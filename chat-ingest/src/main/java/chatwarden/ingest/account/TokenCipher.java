package chatwarden.ingest.account;

import chatwarden.runtime.error.FaultCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals tokens by AES-GCM with a random nonce each time. The account's id is authenticated with
 * them, so that tokens cannot be moved to another account.
 */
final class TokenCipher {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;

  TokenCipher(SecretKey key) {
    this.key = key;
  }

  /** Returns tokens as bytes that only the holder of the key can open. */
  byte[] seal(String account, Tokens tokens) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    String plain =
        tokens.expiry().toEpochMilli() + "\n" + tokens.access() + "\n" + tokens.refresh();
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, account)
              .doFinal(plain.getBytes(StandardCharsets.UTF_8));
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
   * Returns the tokens.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if they were sealed
   *     for another account or by another key, or changed
   */
  Tokens open(String account, byte[] sealed) {
    if (sealed.length <= 1 + NONCE || sealed[0] != VERSION) {
      throw unreadable(null);
    }
    ByteBuffer bytes = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
    byte[] nonce = new byte[NONCE];
    bytes.get(nonce);
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    try {
      byte[] plain = cipher(Cipher.DECRYPT_MODE, nonce, account).doFinal(rest);
      String[] lines = new String(plain, StandardCharsets.UTF_8).split("\n", 3);
      return new Tokens(lines[1], lines[2], Instant.ofEpochMilli(Long.parseLong(lines[0])));
    } catch (GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String account) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(account.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static RuntimeException unreadable(@Nullable Throwable cause) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "TOKENS_UNREADABLE",
        "the account's tokens cannot be opened with the key of accounts.key-file; connect it again",
        cause);
  }
}
