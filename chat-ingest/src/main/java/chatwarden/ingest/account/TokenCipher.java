package chatwarden.ingest.account;

import chatwarden.runtime.error.FaultCode;
import chatwarden.store.secret.SecretCipher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.crypto.SecretKey;

/**
 * Seals tokens. The account's id is authenticated with them, so that tokens cannot be moved to
 * another account.
 */
final class TokenCipher {

  private final SecretCipher cipher;

  TokenCipher(SecretKey key) {
    this.cipher = new SecretCipher(key);
  }

  /** Returns tokens as bytes that only the holder of the key can open. */
  byte[] seal(String account, Tokens tokens) {
    String plain =
        tokens.expiry().toEpochMilli() + "\n" + tokens.access() + "\n" + tokens.refresh();
    return cipher.seal(account, plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the tokens.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if they were sealed
   *     for another account or by another key, or changed
   */
  Tokens open(String account, byte[] sealed) {
    byte[] plain = cipher.open(account, sealed).orElseThrow(TokenCipher::unreadable);
    String[] lines = new String(plain, StandardCharsets.UTF_8).split("\n", 3);
    return new Tokens(lines[1], lines[2], Instant.ofEpochMilli(Long.parseLong(lines[0])));
  }

  private static RuntimeException unreadable() {
    return FaultCode.FAILED_PRECONDITION.exception(
        "TOKENS_UNREADABLE",
        "the account's tokens cannot be opened with the key of accounts.key-file; connect it"
            + " again");
  }
}
