package chatwarden.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up}: what a person or a script sees of it. */
class UpCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void playsTheSampleAndStopsInOrderWhenAsked() {
    int port = FreePorts.next();
    try (JavaProcess up = up("--port", String.valueOf(port), "--rate", "0", "--no-color")) {
      assertThat(ChatwardenProcess.readyAddress(up)).isEqualTo("http://127.0.0.1:" + port);
      up.awaitLine(Pattern.compile("^The chat is over"), LIMIT);

      assertThat(up.standardOutput()).hasSizeGreaterThan(300);
      assertThat(up.standardOutput())
          .anyMatch(line -> line.matches(".* (OFFENSIVE|HATE) .*\\[.+\\].*"))
          .anyMatch(line -> line.contains(" CLEAN "));
      assertThat(String.join("", up.standardOutput())).doesNotContain("\u001b");

      long begin = System.nanoTime();
      up.terminate();
      assertThat(up.awaitExit(LIMIT)).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void goesOnWhereItWasKilled() throws Exception {
    Path file = folder.resolve("game.jsonl");
    Files.writeString(
        file,
        IntStream.range(0, 2_000)
            .mapToObj(n -> "{\"id\":\"c" + n + "\",\"text\":\"bình luận số " + n + "\"}\n")
            .collect(Collectors.joining()));
    int port = FreePorts.next();
    String[] arguments = {
      "--port", String.valueOf(port), "--source", "file:" + file, "--rate", "400", "--quiet"
    };
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Map<String, String> variables =
        Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary.toAbsolutePath());
    try (JavaProcess first = up(variables, arguments)) {
      ChatwardenProcess.readyAddress(first);
      Awaitility.await().atMost(LIMIT).until(() -> count(port) > 300);
      first.kill9();
    }
    assertLeavesNoLibraries(temporary);
    try (JavaProcess second = up(arguments)) {
      ChatwardenProcess.readyAddress(second);
      second.awaitLine(Pattern.compile("^The chat is over"), LIMIT);
      assertThat(count(port)).isEqualTo(2_000);
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertRefused(
          List.of(String.valueOf(taken.getLocalPort()), "taken", "--port"),
          "--port",
          String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertRefused(
        List.of("missing.jsonl", "cannot read the file"), "--source", "file:missing.jsonl");
  }

  @Test
  void saysThatTheSourceIsNotUnderstood() {
    assertRefused(List.of("youtube:", "file:"), "--source", "carrier-pigeon");
  }

  @Test
  void saysThatTheVideoCannotBeReached() {
    try (JavaProcess up =
        up(
            "--port",
            "0",
            "--source",
            "youtube:dQw4w9WgXcQ",
            "--set",
            "youtube.base-url=http://127.0.0.1:9",
            "--set",
            "youtube.first-patience=2s")) {
      assertThat(up.awaitExit(LIMIT)).isEqualTo(1);
      assertThat(String.join("\n", up.standardError())).contains("cannot be reached");
    }
  }

  private void assertRefused(List<String> said, String... arguments) {
    try (JavaProcess up = up(arguments)) {
      assertThat(up.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(up.standardError()).hasSize(1);
      assertThat(up.standardError().getFirst()).startsWith("chatwarden: ").contains(said);
    }
  }

  /** Native libraries are unpacked once, where the next process finds them. */
  private static void assertLeavesNoLibraries(Path temporary) throws IOException {
    try (Stream<Path> left = Files.walk(temporary)) {
      assertThat(left.filter(file -> file.toString().matches(".*\\.(so|dylib|dll)"))).isEmpty();
    }
  }

  private JavaProcess up(String... arguments) {
    return up(Map.of(), arguments);
  }

  private JavaProcess up(Map<String, String> variables, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "up";
    all[1] = "--data-dir";
    all[2] = folder.resolve("data").toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return ChatwardenProcess.launch(variables, all);
  }

  private static int count(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chats")).build();
      JsonNode chats =
          MAPPER.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
      return chats.at("/chats/0/commentCount").asInt();
    }
  }
}
