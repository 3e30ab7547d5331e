package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Opens pages of the platform that played the sample chat, which all classes share. After each test
 * they are closed, and nothing may have been complained of in the browser's console.
 */
final class Pages implements BeforeAllCallback, AfterEachCallback {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final Path AXE = Path.of("..", "web", "node_modules", "axe-core", "axe.min.js");

  /** For what the page shows at once where nothing else keeps the processor. */
  private static final double PATIENCE_MILLIS = 20_000;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable PlayedPlatform chat;

  @Override
  public void beforeAll(ExtensionContext context) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    chat =
        context
            .getRoot()
            .getStore(Namespace.create(Pages.class))
            .getOrComputeIfAbsent("chat", key -> new PlayedPlatform(), PlayedPlatform.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> heard = List.copyOf(complaints);
    complaints.clear();
    assertThat(heard).as("what the browser's console complained of").isEmpty();
  }

  /** A page of usual size, with the sample chat shown to its end. */
  Page open(ColorScheme colors) {
    return open(1280, 800, colors);
  }

  /** A page of this size, with the sample chat shown to its end. */
  Page open(int width, int height, ColorScheme colors) {
    Page page = open(width, height, colors, "#/chats/sample");
    assertThat(page.getByText("The chat is over")).isVisible();
    return page;
  }

  /** A page of this size at an address from its {@code #} on. */
  Page open(int width, int height, ColorScheme colors, String address) {
    return open(new Look(width, height, colors, "en-GB"), address);
  }

  /**
   * A page as this reader sees it at an address from its {@code #} on, without the newcomer's
   * guide.
   */
  Page open(Look look, String address) {
    return open(look, address, "localStorage.setItem('chatwarden.welcomed', 'yes')");
  }

  /** The same for a newcomer. */
  Page openAsNewcomer(Look look, String address) {
    return open(look, address, "");
  }

  private Page open(Look look, String address, String script) {
    BrowserContext context =
        played()
            .browser()
            .newContext(
                new NewContextOptions()
                    .setViewportSize(look.width(), look.height())
                    .setColorScheme(look.colors())
                    .setLocale(look.locale())
                    .setTimezoneId("UTC"));
    contexts.add(context);
    context.addInitScript(script);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(played().address() + address);
    return page;
  }

  /** The platform of the pages. */
  PlayedPlatform played() {
    if (chat == null) {
      throw new IllegalStateException("not before the tests");
    }
    return chat;
  }

  /** Goes to a view by its tab. */
  static void goTo(Page page, String tab) {
    page.getByRole(
            com.microsoft.playwright.options.AriaRole.LINK,
            new Page.GetByRoleOptions().setName(tab).setExact(true))
        .click();
  }

  static void picture(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
  }

  /** Nothing that axe-core finds, however small, may be in the view. */
  static void assertAccessible(Page page, String view) {
    assertThat(obstacles(page)).as(view).isEmpty();
  }

  /** Returns the rules that axe-core finds broken, each with its impact and elements. */
  static List<?> obstacles(Page page) {
    Assumptions.assumeTrue(Files.exists(AXE), "axe-core is not installed: npm ci in web/");
    try {
      page.evaluate(Files.readString(AXE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (List<?>)
        page.evaluate(
            "axe.run().then(found => found.violations.map(it => it.impact + ' ' + it.id + ': '"
                + " + it.nodes.map(n => n.target).join(' ')))");
  }
}
