package chatwarden.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HealthWindowTest {

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  private HealthWindow window(Duration length) {
    Config config = Config.defaults().with(HealthWindow.LENGTH, length);
    return new HealthWindow("store", "test", "stores no write", config, metrics);
  }

  private double working() {
    return metrics.get("engine.working").gauge().value();
  }

  @Test
  void refusalEndsHealthAtOnceAndSuccessRestoresIt() {
    HealthWindow window = window(Duration.ofMinutes(1));
    assertThat(window.problem()).isEmpty();

    window.refused("it refuses writes");
    assertThat(window.problem()).contains("it refuses writes");
    assertThat(working()).isZero();

    window.succeeded();
    assertThat(window.problem()).isEmpty();
    assertThat(working()).isOne();
  }

  @Test
  void silenceEndsHealthAfterTheWindow() {
    HealthWindow window = window(Duration.ofMillis(50));

    await().until(() -> window.problem().isPresent());

    assertThat(window.problem().orElseThrow()).startsWith("the store stores no write for ");
    window.succeeded();
    assertThat(window.problem()).isEmpty();
  }
}
