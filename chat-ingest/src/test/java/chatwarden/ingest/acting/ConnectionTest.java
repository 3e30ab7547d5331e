package chatwarden.ingest.acting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.action.v1.Account;
import chatwarden.ingest.account.Accounts;
import chatwarden.ingest.account.DeviceCode;
import chatwarden.runtime.error.FaultCode;
import chatwarden.testing.platform.ApiReply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connects accounts by the device authorization grant. */
class ConnectionTest {
  @TempDir private Path folder;
  @AutoClose private ActingFixture chats;

  @BeforeEach
  void open() throws Exception {
    chats = new ActingFixture(folder, "9");
  }

  @Test
  void accountIsConnectedWhenThePersonHasPermittedIt() throws Exception {
    chats.twitch.letPersonTake(3);
    Accounts accounts = chats.accounts();
    DeviceCode code = accounts.begin("twitch");
    assertThat(code.user()).isEqualTo("ABCD");
    assertThat(code.toString()).doesNotContain("device-secret");
    Account account = accounts.connect("twitch", code);

    assertThat(account.getId()).isEqualTo("twitch:9");
    assertThat(account.getName()).isEqualTo("mod");
    assertThat(chats.twitch.calls("POST /token")).hasSize(4);
    assertThat(chats.connect("youtube").getId()).isEqualTo("youtube:UC1");
  }

  @Test
  void refusalOfThePersonEndsTheConnection() throws Exception {
    Accounts accounts = chats.accounts();
    DeviceCode code = accounts.begin("youtube");
    chats.youtube.answerNext("POST /token", ApiReply.of(403, "{\"error\":\"access_denied\"}"));
    assertThatThrownBy(() -> accounts.connect("youtube", code))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("access_denied");
    assertThat(accounts.list()).isEmpty();
  }

  @Test
  void tokensAreStoredSealed() throws Exception {
    chats.connect("twitch");
    byte[] sealed = chats.all.accounts().tokens("twitch:9").orElseThrow();
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
        .doesNotContain(chats.twitch.accessToken(), chats.twitch.refreshToken());
    assertThat(chats.accounts().list().toString())
        .doesNotContain(chats.twitch.accessToken(), chats.twitch.refreshToken());
  }

  @Test
  void expiredTokenIsFoundByValidationAndRefreshed() throws Exception {
    chats.connect("twitch");
    chats.twitch.expireToken();
    chats.accounts().validate();
    assertThat(chats.twitch.accessToken()).isEqualTo("access-2");
    assertThat(chats.accounts().ready(chats.accounts().list().getFirst()).accessToken())
        .isEqualTo("access-2");
  }

  @Test
  void disconnectedAccountIsRevokedAndForgotten() throws Exception {
    Account account = chats.connect("twitch");
    assertThat(chats.accounts().disconnect(account)).isTrue();
    assertThat(chats.twitch.calls("POST /revoke").getFirst().form())
        .containsEntry("token", "access-1");
    assertThat(chats.accounts().list()).isEmpty();
    assertThat(chats.all.accounts().tokens("twitch:9")).isEmpty();
  }
}
