package chatwarden.bridge.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.InvalidInputException;
import org.junit.jupiter.api.Test;

class SessionRequestValidatorTest {

  @Test
  void theChatOfTheSyntheticCommentsIsReserved() {
    Session wish = Session.newBuilder().setSource("push:chatwarden.synthetic").build();

    assertThatThrownBy(() -> SessionRequestValidator.check(wish))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("session.chat")
        .hasMessageContaining("is reserved for the platform (expected: another id)");
  }

  @Test
  void aChatIsThatOfTheSourceWhereNoneIsNamed() {
    Session wish = Session.newBuilder().setSource("push:arena").build();

    assertThat(SessionRequestValidator.check(wish).getChat()).isEqualTo("arena");
  }
}
