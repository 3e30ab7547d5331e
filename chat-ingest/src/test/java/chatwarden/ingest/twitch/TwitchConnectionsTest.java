package chatwarden.ingest.twitch;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.ingest.source.ManualClock;
import chatwarden.testing.twitch.TwitchServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TwitchConnectionsTest {
  @Test
  void noMoreLogInWithinTenSecondsThanTwitchTakes() throws Exception {
    try (TwitchServer server = TwitchServer.plain()) {
      TwitchSettings real = TwitchSettings.defaults();
      TwitchConnections connections =
          new TwitchConnections(
              new TwitchSettings(
                  server.url(),
                  real.connectTimeout(),
                  real.silence(),
                  real.firstPatience(),
                  real.patience()));
      ManualClock clock = new ManualClock();
      for (int login = 0; login < 40; login++) {
        connections.open(clock).close();
      }
      assertThat(clock.sleeps()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }
  }
}
