package chatwarden.serving.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServingKeysTest {

  @Test
  void preferencesAreReadByTask() {
    Config config =
        Config.defaults()
            .with(ServingKeys.MODEL_PREFERENCE, List.of("echo.vi=a@2", "echo.en=b", "other.vi=c"));

    assertThat(ServingKeys.versions(config, "echo").preferred())
        .containsExactlyInAnyOrderEntriesOf(Map.of("vi", "a@2", "en", "b"));
    assertThatThrownBy(
            () ->
                ServingKeys.versions(
                    Config.defaults().with(ServingKeys.MODEL_PREFERENCE, List.of("vi=a")), "echo"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("model.preference: vi=a (expected");
  }
}
