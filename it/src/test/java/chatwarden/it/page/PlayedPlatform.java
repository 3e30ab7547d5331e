package chatwarden.it.page;

import chatwarden.it.chain.ChatFile;
import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.Executables;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.twitch.TwitchServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A platform that has played the sample chat to its end, a browser to look at it, and a Twitch for
 * it to read.
 */
final class PlayedPlatform implements AutoCloseable {
  /** Its second step hangs in the first attempt at it. */
  private static final String PIPELINE =
      """
      description: Checks the page.
      steps:
        - name: data
          command: [bash, -c, 'echo wrote the data; echo a,b >data.csv']
          outputs: [data.csv]
        - name: fit
          command: [bash, -c, 'if [ "$PIPELINE_ATTEMPT" = 1 ]; then echo hanging; sleep 600; fi; wc -l <"$1"', x, "${input:data/data.csv}"]
      """;

  private final int port = FreePorts.next();
  private final Path folder;
  private final TwitchServer twitch;
  private final Browser browser;
  private final JavaProcess up;

  /** Starts both; the test is skipped without a browser or a built page. */
  PlayedPlatform() {
    Executables.require("node");
    browser = new Browser();
    try {
      folder = Files.createTempDirectory("chatwarden-page");
      twitch = TwitchServer.plain();
      Files.writeString(
          Files.createDirectories(folder.resolve("definitions")).resolve("check.yaml"), PIPELINE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    up =
        ChatwardenProcess.start(
            "up",
            "--data-dir",
            folder.toString(),
            "--port",
            String.valueOf(port),
            "--rate",
            "0",
            "--quiet",
            "--set",
            "ingest.file-roots=" + folder.toAbsolutePath(),
            "--set",
            "twitch.url=" + twitch.url(),
            "--set",
            "pipelines.definitions=" + folder.resolve("definitions"));
    up.awaitLine(Pattern.compile("^The chat is over"), Duration.ofSeconds(60));
  }

  com.microsoft.playwright.Browser browser() {
    return browser.chromium();
  }

  /**
   * Plays an invented chat of this many comments beside the sample, at so many a second; answers
   * with its id.
   */
  String play(String chat, int count, int perSecond) {
    return play(ChatFile.write(folder, chat, count), chat, "\"commentsPerSecond\":" + perSecond);
  }

  /** Plays a chat of these lines of JSON beside the sample, with every comment flagged. */
  void playFlagged(String chat, List<String> lines) throws IOException {
    play(Files.write(folder.resolve(chat + ".jsonl"), lines), chat, "\"flagThreshold\":0");
  }

  /** Plays a chat of these lines of JSON beside the sample, at so many a second. */
  void playLines(String chat, List<String> lines, int perSecond) throws IOException {
    Path file = Files.write(folder.resolve(chat + ".jsonl"), lines);
    play(file, chat, "\"commentsPerSecond\":" + perSecond);
  }

  private String play(Path file, String chat, String setting) {
    String wish = "{\"source\":\"file:%s\",%s}".formatted(file.toAbsolutePath(), setting);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(address() + "v1/sessions"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(wish))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return chat;
  }

  /** The Twitch that the platform reads. */
  TwitchServer twitch() {
    return twitch;
  }

  String address() {
    return "http://127.0.0.1:" + port + "/";
  }

  @Override
  public void close() throws IOException {
    up.close();
    twitch.close();
    browser.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
