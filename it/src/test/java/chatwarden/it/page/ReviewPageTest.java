package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.Executables;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reviewing and its log in the system's Chromium, by keys, on the sample chat. */
class ReviewPageTest {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final Path AXE = Path.of("..", "web", "node_modules", "axe-core", "axe.min.js");
  private static final int PORT = FreePorts.next();

  @TempDir private static Path folder;
  private static @Nullable Browser browser;
  private static @Nullable JavaProcess up;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() {
    Executables.require("node");
    browser = new Browser();
    up =
        ChatwardenProcess.start(
            "up",
            "--data-dir",
            folder.toString(),
            "--port",
            String.valueOf(PORT),
            "--rate",
            "0",
            "--quiet");
    up.awaitLine(Pattern.compile("^The chat is over"), java.time.Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void noComplaints() {
    contexts.forEach(BrowserContext::close);
    assertThat(complaints).as("what the browser's console complained of").isEmpty();
  }

  private Page open(ColorScheme colors) {
    if (browser == null) {
      throw new IllegalStateException("no browser");
    }
    BrowserContext context =
        browser
            .chromium()
            .newContext(
                new NewContextOptions()
                    .setViewportSize(1280, 800)
                    .setColorScheme(colors)
                    .setTimezoneId("UTC"));
    contexts.add(context);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate("http://127.0.0.1:" + PORT + "/");
    return page;
  }

  private Page review(String name, ColorScheme colors) {
    Page page = open(colors);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Review")).click();
    page.getByLabel("Your name, as the audit log shows it").fill(name);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start to review")).click();
    assertThat(deciding(page)).isVisible();
    return page;
  }

  private static Locator deciding(Page page) {
    return page.locator(".deciding .comment");
  }

  private static void audit(Page page) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit log")).click();
    assertThat(page.locator(".audit tbody tr").first()).isVisible();
  }

  @Test
  void decidesByKeysUndoesAndLogsWithANoteThatStaysText() throws Exception {
    Page page = review("<img src=x onerror=alert(1)>", ColorScheme.LIGHT);
    assertThat(page.locator(".around .comment").first()).isVisible();
    String first = deciding(page).locator(".text").innerText();

    page.keyboard().press("n");
    page.keyboard().type("<script>throw 1</script> bath");
    page.keyboard().press("Escape");
    page.keyboard().press("h");
    assertThat(page.locator(".review-news")).containsText("Hidden");
    assertThat(deciding(page).locator(".text")).not().hasText(first);

    page.keyboard().press("a");
    assertThat(page.locator(".review-news")).containsText("Allowed");
    page.keyboard().press("u");
    assertThat(page.locator(".review-news")).containsText("Hidden");
    picture(page, "review-light");

    audit(page);
    Locator rows = page.locator(".audit tbody tr");
    assertThat(rows.nth(0)).containsText("undo allow");
    assertThat(rows.nth(1)).containsText("allow");
    assertThat(rows.nth(2)).containsText("<script>throw 1</script> bath");
    assertThat(rows.nth(2)).containsText("<img src=x onerror=alert(1)>");
    assertThat(rows.nth(2)).containsText("0.30");
    assertThat(page.locator("main img, main script")).hasCount(0);
    picture(page, "audit-light");

    Download csv =
        page.waitForDownload(
            () ->
                page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName("CSV").setExact(true))
                    .click());
    assertThat(csv.suggestedFilename()).endsWith(".csv");
    assertThat(Files.readAllLines(csv.path())).hasSize(rows.count() + 1);
  }

  @Test
  void twoModeratorsNeverSeeTheSameComment() {
    Page ann = review("Ann", ColorScheme.LIGHT);
    Page ben = review("Ben", ColorScheme.LIGHT);
    assertThat(deciding(ann).innerText()).isNotEqualTo(deciding(ben).innerText());
  }

  @Test
  void noViewHasASeriousFaultForAssistiveTechnology() throws Exception {
    Assumptions.assumeTrue(Files.exists(AXE), "axe-core is not installed: npm ci in web/");
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = open(colors);
      assertThat(page.getByText("The chat is over")).isVisible();
      assertAccessible(page, "live " + colors);
      page = review("Eve", colors);
      assertAccessible(page, "review " + colors);
      picture(page, "review-" + colors.name().toLowerCase(java.util.Locale.ROOT) + "-axe");
      page.keyboard().press("b");
      assertThat(page.locator(".review-news")).containsText("Banned");
      audit(page);
      assertAccessible(page, "audit " + colors);
    }
  }

  private static void assertAccessible(Page page, String view) throws IOException {
    page.evaluate(Files.readString(AXE));
    Object serious =
        page.evaluate(
            "axe.run().then(found => found.violations"
                + ".filter(it => ['serious', 'critical'].includes(it.impact))"
                + ".map(it => it.id + ': ' + it.nodes.map(n => n.target).join(' ')))");
    assertThat((List<?>) serious).as(view).isEmpty();
  }

  private static void picture(Page page, String name) throws IOException {
    Files.createDirectories(PICTURES);
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
  }
}
