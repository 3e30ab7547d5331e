package chatwarden.ingest.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.FaultCode;
import chatwarden.store.secret.KeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import javax.crypto.SecretKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
  private static final Tokens TOKENS = new Tokens("access", "refresh", Instant.EPOCH);

  @TempDir private Path folder;

  private SecretKey key(String name) {
    return new KeyFile(folder.resolve(name)).read();
  }

  @Test
  void keyIsMadeOnceForItsOwnerAlone() throws Exception {
    SecretKey first = key("k");
    assertThat(key("k")).isEqualTo(first);
    assertThat(key("other")).isNotEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("k"))))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void keyThatOthersMayReadIsRefused() throws Exception {
    key("k");
    Files.setPosixFilePermissions(
        folder.resolve("k"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> key("k")).matches(FaultCode.FAILED_PRECONDITION::isOf);
  }

  @Test
  void sealedTokensOpenForTheirAccountAndKeyAlone() {
    TokenCipher cipher = new TokenCipher(key("k"));
    byte[] sealed = cipher.seal("twitch:1", TOKENS);
    assertThat(cipher.open("twitch:1", sealed)).isEqualTo(TOKENS);
    assertThat(cipher.seal("twitch:1", TOKENS)).isNotEqualTo(sealed);
    assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("access", "refresh");
    assertThatThrownBy(() -> cipher.open("twitch:2", sealed))
        .matches(FaultCode.FAILED_PRECONDITION::isOf);
    TokenCipher other = new TokenCipher(key("other"));
    assertThatThrownBy(() -> other.open("twitch:1", sealed))
        .matches(FaultCode.FAILED_PRECONDITION::isOf);
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> cipher.open("twitch:1", sealed))
        .matches(FaultCode.FAILED_PRECONDITION::isOf);
  }

  @Property(tries = 200)
  void bytesThatWereNotSealedAreRefused(@ForAll byte[] bytes) {
    TokenCipher cipher = new TokenCipher(new javax.crypto.spec.SecretKeySpec(new byte[32], "AES"));
    assertThatThrownBy(() -> cipher.open("twitch:1", bytes))
        .matches(FaultCode.FAILED_PRECONDITION::isOf);
  }

  @Test
  void tokensAreNotInTheirText() {
    assertThat(TOKENS.toString()).doesNotContain("access", "refresh");
    assertThat(new ActingAccount("twitch:1", "1", "client", "secret").toString())
        .doesNotContain("secret");
  }
}
