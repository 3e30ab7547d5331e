package chatwarden.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.JavaProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a server as a program reads it. */
class JsonLogTest {

  private static final Pattern STARTED = Pattern.compile(".*\"message\":\"Started process=.*");

  @Test
  void everyLineOfAServersLogIsAnObject(@TempDir Path data) throws Exception {
    try (JavaProcess server =
        ChatwardenProcess.start(
            "serve",
            "classifier",
            "--port=0",
            "--metrics-port=0",
            "--set=log.format=json",
            "--set=log.level=warn,chatwarden.runtime=info",
            "--set=data.dir=" + data)) {
      server.awaitLine(STARTED, Duration.ofSeconds(30));
      List<String> lines =
          server.standardError().stream().filter(line -> line.contains("\"logger\"")).toList();
      assertThat(lines).isNotEmpty();
      for (String line : lines) {
        JsonNode entry = new ObjectMapper().readTree(line);
        assertThat(entry.get("logger").textValue()).startsWith("chatwarden.runtime.");
        assertThat(entry.get("level").textValue()).isEqualTo("INFO");
      }
    }
  }
}
