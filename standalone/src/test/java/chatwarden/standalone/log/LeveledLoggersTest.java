package chatwarden.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LeveledLoggersTest {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LeveledLoggers loggers =
      new LeveledLoggers(() -> Instant.parse("2026-03-01T10:20:30Z"));

  @BeforeEach
  void catchStandardError() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void releaseStandardError() {
    System.setErr(before);
  }

  @Test
  void levelsReachLoggersThatExistAlready() {
    Logger log = loggers.getLogger("chatwarden.a.B");
    log.info("one");
    loggers.configure(LogLevels.of(List.of("chatwarden.a=debug"), true), LogFormat.TEXT);
    log.debug("two={}", 2);

    assertThat(text()).endsWith(" DEBUG chatwarden.a.B - two=2\n").doesNotContain("one");
  }

  @Test
  void jsonIsOneObjectALine() {
    loggers.configure(LogLevels.of(List.of(), true), LogFormat.JSON);
    Logger log = loggers.getLogger("chatwarden.a.B");
    log.info("First name={}", "\"a\"\n");
    log.warn("Second", new IllegalStateException());

    assertThat(text().lines())
        .hasSize(2)
        .allMatch(
            line -> line.startsWith("{\"time\":\"2026-03-01T10:20:30Z\",") && line.endsWith("}"));
  }

  @Test
  void loggerThatIsOffWritesNothing() {
    loggers.configure(LogLevels.of(List.of("off"), true), LogFormat.TEXT);
    loggers.getLogger("chatwarden.a.B").error("Failed");

    assertThat(text()).isEmpty();
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
