package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.Executables;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in the system's Chromium, on a started platform that plays the sample chat. */
class PageTest {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final int PORT = FreePorts.next();

  @TempDir private static Path folder;
  private static @Nullable Browser browser;
  private static @Nullable JavaProcess up;

  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() {
    Executables.require("node");
    browser = new Browser();
    up = up();
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

  private static JavaProcess up() {
    return ChatwardenProcess.start(
        "up",
        "--data-dir",
        folder.toString(),
        "--port",
        String.valueOf(PORT),
        "--rate",
        "0",
        "--quiet");
  }

  private @Nullable BrowserContext context;

  @BeforeEach
  void forgetComplaints() {
    complaints.clear();
  }

  @AfterEach
  void noComplaints() {
    if (context != null) {
      context.close();
    }
    assertThat(complaints).as("what the browser's console complained of").isEmpty();
  }

  private Page open(int width, int height, ColorScheme colors) {
    if (browser == null) {
      throw new IllegalStateException("no browser");
    }
    context =
        browser
            .chromium()
            .newContext(
                new NewContextOptions()
                    .setViewportSize(width, height)
                    .setColorScheme(colors)
                    .setTimezoneId("UTC"));
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

  @Test
  void showsTheChatWithLabelsProbabilitiesAndMarkedSpans() throws Exception {
    Page page = open(1280, 800, ColorScheme.LIGHT);

    assertThat(page.getByText("The chat is over")).isVisible();
    assertThat(page.locator(".chat-figures").first()).containsText("333 comments");
    assertThat(page.locator(".comment").first()).isVisible();
    assertThat(page.locator(".comment mark").first()).isAttached();
    assertThat(page.locator(".comment .label.offensive").first()).isAttached();
    assertThat(page.locator(".comment .probability").first())
        .hasText(Pattern.compile("[01]\\.\\d\\d"));

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Flagged")).click();
    Locator comments = page.locator(".comment");
    assertThat(comments.first()).isVisible();
    assertThat(comments.count()).isLessThan(250);
    picture(page, "flagged-light");
  }

  @Test
  void isUsableInDarkAndOnAPhone() throws Exception {
    Page dark = open(1280, 800, ColorScheme.DARK);
    assertThat(dark.getByText("The chat is over")).isVisible();
    dark.locator(".feed").evaluate("feed => feed.scrollTop = feed.scrollHeight / 3");
    picture(dark, "feed-dark");
    if (context != null) {
      context.close();
    }

    Page phone = open(390, 800, ColorScheme.LIGHT);
    assertThat(phone.getByText("The chat is over")).isVisible();
    Object overflow =
        phone.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
    assertThat(overflow).isEqualTo(false);
    picture(phone, "feed-phone");
  }

  @Test
  void theThresholdLeavesOutWhatIsLessProbable() {
    Page page = open(1280, 800, ColorScheme.LIGHT);
    assertThat(page.getByText("The chat is over")).isVisible();
    page.getByRole(AriaRole.SLIDER).fill("90");
    for (String probability : page.locator(".comment .probability").allTextContents()) {
      assertThat(Double.parseDouble(probability)).isGreaterThanOrEqualTo(0.89);
    }
  }

  @Test
  void saysWhatIsWrongWithASourceThatCannotBeRead() {
    Page page = open(1280, 800, ColorScheme.LIGHT);
    page.getByPlaceholder("Paste a YouTube address or video id").fill("no such thing");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Read chat")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("video");
  }

  @Test
  void pausesByKeyAndGoesOn() {
    Page page = open(1280, 800, ColorScheme.LIGHT);
    assertThat(page.getByText("The chat is over")).isVisible();
    page.keyboard().press("p");
    assertThat(page.getByText("Paused")).isVisible();
    page.keyboard().press("p");
    assertThat(page.getByText("Paused")).isHidden();
  }

  private static void picture(Page page, String name) throws java.io.IOException {
    Files.createDirectories(PICTURES);
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
  }
}
