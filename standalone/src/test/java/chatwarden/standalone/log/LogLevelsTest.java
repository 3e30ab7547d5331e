package chatwarden.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.EventConstants;

class LogLevelsTest {

  @Test
  void serverLogsItsLifeCycleAndWarningsOfLibraries() {
    LogLevels levels = LogLevels.of(List.of(), true);

    assertThat(levels.of("chatwarden.broker.Backlog")).isEqualTo(EventConstants.INFO_INT);
    assertThat(levels.of("io.lettuce.core.Redis")).isEqualTo(EventConstants.WARN_INT);
    assertThat(levels.of("org.apache.qpid.server.Broker")).isEqualTo(EventConstants.ERROR_INT);
  }

  @Test
  void levelAloneIsThatOfOurLoggersToo() {
    LogLevels levels = LogLevels.of(List.of("error"), true);

    assertThat(levels.of("chatwarden.broker.Backlog")).isEqualTo(EventConstants.ERROR_INT);
    assertThat(levels.of("io.lettuce.core.Redis")).isEqualTo(EventConstants.ERROR_INT);
  }

  @Test
  void longestNameAroundALoggerCounts() {
    LogLevels levels =
        LogLevels.of(List.of("info", "chatwarden.broker = debug", "chatwarden=warn"), false);

    assertThat(levels.of("chatwarden.broker.Backlog")).isEqualTo(EventConstants.DEBUG_INT);
    assertThat(levels.of("chatwarden.brokers.Other")).isEqualTo(EventConstants.WARN_INT);
    assertThat(levels.of("elsewhere")).isEqualTo(EventConstants.INFO_INT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loud", "=info", "chatwarden=", "chatwarden=loud", ""})
  void anythingElseIsRefused(String setting) {
    assertThatThrownBy(() -> LogLevels.of(List.of(setting), true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("log.level: " + setting + " (expected: LEVEL or LOGGER=LEVEL");
  }
}
