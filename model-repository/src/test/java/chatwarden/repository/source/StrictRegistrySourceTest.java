package chatwarden.repository.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.mlflow.StrictMlflow;
import chatwarden.mlflow.TrackingServer;
import chatwarden.runtime.config.Config;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Aliases at a double of the server. */
final class StrictRegistrySourceTest extends RegistrySourceContract {
  @AutoClose private final StrictMlflow mlflow;

  StrictRegistrySourceTest() throws IOException {
    mlflow = StrictMlflow.start();
  }

  @Override
  TrackingServer server() {
    return TrackingServer.at(mlflow.uri());
  }

  @Override
  void stop() {
    mlflow.loseAnswers(call -> true);
  }

  @Test
  void aliasWithoutAServerIsNamed() {
    assertThatThrownBy(
            () ->
                ConfiguredSources.open(
                    Config.defaults().with(SourceKeys.SOURCES, List.of("models:/chat@champion"))))
        .hasMessageContaining("models:/chat@champion needs tracking.uri");
  }

  @Test
  void malformedPlaceIsNamed() {
    assertThatThrownBy(
            () ->
                ConfiguredSources.open(
                    Config.defaults().with(SourceKeys.SOURCES, List.of("models:/chat/3"))))
        .hasMessageContaining("models:/chat/3 (expected: models:/NAME@ALIAS)");
  }
}
