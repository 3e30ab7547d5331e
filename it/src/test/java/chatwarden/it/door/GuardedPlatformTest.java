package chatwarden.it.door;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.page.Browser;
import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.JavaProcess;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A platform that asks who calls, with keys made by the command, called by clients that others
 * wrote.
 */
class GuardedPlatformTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static RunningPlatform platform;
  private static String admin;

  @BeforeAll
  static void start() {
    platform = new RunningPlatform(folder, "access.enabled=true", "access.key-refresh=200ms");
    admin = keys("create", "--role", "admin", "a test").getFirst();
    Awaitility.await().until(() -> status(admin) == 200);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static List<String> keys(String... arguments) {
    List<String> all = new ArrayList<>(List.of("keys"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data-dir", folder.toString()));
    try (JavaProcess process = ChatwardenProcess.launch(all.toArray(String[]::new))) {
      assertThat(process.awaitExit(LIMIT)).as(() -> "" + process.standardError()).isZero();
      return process.standardOutput();
    }
  }

  private static int status(String key) throws Exception {
    return platform
        .http()
        .send(
            HttpRequest.newBuilder(platform.uri("/v1/chats"))
                .header("Authorization", "Bearer " + key)
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static String base() {
    return "http://127.0.0.1:" + platform.port();
  }

  @Test
  void aKeyIsShownOnceAndEndsWhenItIsRevoked() throws Exception {
    String key = keys("create", "Người xem").getFirst();
    assertThat(key).matches("cw_[a-z0-9]{10}_[0-9a-f]{64}");
    String id = key.substring(3, 13);
    Awaitility.await().until(() -> status(key) == 200);
    List<String> listed = keys("list");
    assertThat(listed).anyMatch(line -> line.matches(id + "  viewer  .*Người xem"));
    assertThat(String.join("\n", listed)).doesNotContain(key.substring(14));
    assertThat(keys("revoke", id)).containsExactly("revoked " + id);
    Awaitility.await().until(() -> status(key) == 401);
    assertThat(platform.printed()).doesNotContain(key).doesNotContain(admin);
  }

  @Test
  void openaisOwnClientGetsItsModerations() throws Exception {
    NodeClients.install();
    assertThat(NodeClients.run("openai.mjs", base(), admin)).contains("openai: 5 answers");
  }

  @Test
  void aClientOfPerspectiveGetsItsScores() throws Exception {
    NodeClients.install();
    assertThat(NodeClients.run("perspective.mjs", base(), admin))
        .contains("perspective: 8 answers");
  }

  @Test
  void nodesOwnGrpcLoadsTheProtosAndSeesTheEventsOfEveryDoor(@TempDir Path packages)
      throws Exception {
    NodeClients.install();
    String target = "127.0.0.1:" + platform.port();
    assertThat(NodeClients.run("grpc.mjs", target, admin, packages.toString()))
        .contains("events by two doors");
  }

  @Test
  void theOpenApiDocumentIsValid() throws Exception {
    NodeClients.install();
    assertThat(NodeClients.run("openapi.mjs", base())).contains("paths");
  }

  @Test
  void theDocumentationShowsAndTriesCallsWithoutAnythingFromElsewhere() {
    try (Browser browser = new Browser();
        BrowserContext context = browser.chromium().newContext()) {
      List<String> complaints = new ArrayList<>();
      List<String> elsewhere = new ArrayList<>();
      Page page = context.newPage();
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              complaints.add(message.text());
            }
          });
      page.onRequest(
          request -> {
            if (!request.url().startsWith(base()) && !request.url().startsWith("data:")) {
              elsewhere.add(request.url());
            }
          });
      page.navigate(base() + "/docs/");
      page.getByText("/v1/comments:classify").first().waitFor();
      page.locator("#operations-Operations-health").click();
      page.getByText("Try it out").click();
      page.getByText("Execute").click();
      page.getByText("\"status\": \"SERVING\"").first().waitFor();
      assertThat(complaints).isEmpty();
      assertThat(elsewhere).isEmpty();
    }
  }

  @Test
  void thePageLeadsStrangersToTheLoginAndShowsThePlatformToWhomItKnows() {
    try (Browser browser = new Browser()) {
      Page stranger = browser.chromium().newPage();
      stranger.navigate(base());
      stranger.getByText("This platform asks for a key").waitFor();
      assertThat(stranger.locator("a.sign-in").getAttribute("href")).isEqualTo("/login");
      Page known =
          browser
              .chromium()
              .newContext(
                  new com.microsoft.playwright.Browser.NewContextOptions()
                      .setHttpCredentials("anybody", admin))
              .newPage();
      known.navigate(base() + "/login");
      known.getByText("No chat yet").waitFor();
    }
  }

  @Test
  void thePageOffersNothingThatTheCallersRoleDoesNotReach() throws Exception {
    String source = "push:roles";
    platform.postAs(admin, "/v1/sessions", "{\"source\":\"" + source + "\"}");
    try (Browser browser = new Browser()) {
      Page viewer = signedIn(browser, keys("create", "--role", "viewer", "a viewer").getFirst());
      assertThat(tabs(viewer)).containsExactly("Live", "Charts", "Search");
      assertThat(viewer.getByText("Read chat").count()).isZero();
      assertThat(viewer.getByText("Stop", new Page.GetByTextOptions().setExact(true)).count())
          .isZero();
      viewer.navigate(base() + "/#/review/roles");
      viewer.getByText("This view takes the role moderator").waitFor();

      Page moderator =
          signedIn(browser, keys("create", "--role", "moderator", "a moderator").getFirst());
      moderator.getByText("Audit log").waitFor();
      assertThat(tabs(moderator))
          .containsExactly("Live", "Charts", "Review", "Settings", "Audit log", "Search");
      assertThat(moderator.getByText("Read chat").count()).isZero();

      Page master = signedIn(browser, admin);
      master.getByText("Read chat").waitFor();
      master.getByText("Stop", new Page.GetByTextOptions().setExact(true)).waitFor();
    }
  }

  private static Page signedIn(Browser browser, String key) throws Exception {
    Awaitility.await().until(() -> status(key) == 200);
    Page page =
        browser
            .chromium()
            .newContext(
                new com.microsoft.playwright.Browser.NewContextOptions()
                    .setHttpCredentials("anybody", key))
            .newPage();
    page.waitForResponse(
        response -> response.url().endsWith("PlatformService/GetCaller") && response.ok(),
        () -> page.navigate(base() + "/login"));
    page.navigate(base() + "/#/chats/roles");
    page.locator(".panes h2").waitFor();
    return page;
  }

  private static List<String> tabs(Page page) {
    return page.locator(".views a").allInnerTexts();
  }

  @Test
  void aPlatformThatAsksNobodyStaysOnLoopback() {
    try (JavaProcess process =
        ChatwardenProcess.launch(
            "up", "--source", "none", "--address", "0.0.0.0", "--data-dir", folder + "/open")) {
      assertThat(process.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(process.standardError()).anyMatch(line -> line.contains("access.enabled=true"));
    }
  }
}
