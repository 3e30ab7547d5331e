package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GrpcChannelsTest {

  @Test
  void aTargetThatIsNoneIsRefused() {
    for (String target : List.of("", "host", "host:", "host:99999", "http://host:1", "a b:1")) {
      assertThatThrownBy(() -> GrpcChannels.open(target))
          .as(target)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("target: ");
    }
  }
}
