package chatwarden.it.page;

import chatwarden.it.chain.ChatFile;
import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.Executables;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A platform that has played the sample chat to its end, and a browser to look at it. */
final class PlayedChat implements AutoCloseable {
  private final int port = FreePorts.next();
  private final Path folder;
  private final Browser browser;
  private final JavaProcess up;

  /** Starts both; the test is skipped where there is no browser, or no page was built. */
  PlayedChat() {
    Executables.require("node");
    browser = new Browser();
    try {
      folder = Files.createTempDirectory("chatwarden-page");
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
            "ingest.file-roots=" + folder.toAbsolutePath());
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
    Path file = ChatFile.write(folder, chat, count);
    String wish =
        "{\"source\":\"file:%s\",\"commentsPerSecond\":%d}"
            .formatted(file.toAbsolutePath(), perSecond);
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

  String address() {
    return "http://127.0.0.1:" + port + "/";
  }

  @Override
  public void close() throws IOException {
    up.close();
    browser.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
