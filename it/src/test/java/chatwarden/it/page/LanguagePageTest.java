package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Walks the views in both languages, on a large and a small screen, in light and dark. */
class LanguagePageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static final Path CATALOGUES = Path.of("..", "web", "src", "text");
  private static final Pattern TEXT =
      Pattern.compile("(?:\"[\\w.]+\"|one|other): *\\n? *\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** A view, and the part that is there when its content is. */
  record View(String address, String ready) {}

  static final List<View> VIEWS =
      List.of(
          new View("#/chats/sample", ".ending"),
          new View("#/charts/sample", ".tile"),
          new View("#/review/sample", ".deciding .comment"),
          new View("#/settings/sample", ".thresholds"),
          new View("#/audit/sample", ".chat-head"),
          new View("#/search/sample", ".found .comment"),
          new View("#/playground", ".asking"),
          new View("#/models", ".served tbody tr"),
          new View("#/pipelines", ".pipelines tbody tr"));

  private static final Look LARGE = new Look(1366, 768, ColorScheme.LIGHT, "vi-VN");
  private static final Look SMALL = new Look(390, 664, ColorScheme.DARK, "vi-VN");

  /** The texts and the spoken attributes of the page but for what people wrote. */
  private static final String SHOWN =
      """
      () => {
        const found = [];
        const own = node => node.closest('bdi, code, kbd, [lang="en"], .chat-id, h2, .play-command, script') === null;
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
          if (own(walk.currentNode.parentElement)) found.push(walk.currentNode.data.trim());
        }
        for (const each of document.querySelectorAll('[aria-label], [title], [placeholder], [aria-valuetext]')) {
          for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) {
            if (own(each)) found.push((each.getAttribute(name) ?? '').trim());
          }
        }
        return found.filter(text => /\\p{L}{2}/u.test(text));
      }
      """;

  private static List<String> texts(String language) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(CATALOGUES.resolve(language))) {
      for (Path file : files.toList()) {
        TEXT.matcher(Files.readString(file))
            .results()
            .map(found -> found.group(1).replace("\\\\", "\\"))
            .forEach(texts::add);
      }
    }
    assertThat(texts).as(language).hasSizeGreaterThan(300);
    return texts;
  }

  /** The English texts that are none in Vietnamese, each as a pattern with any parameters. */
  private static Pattern english() throws IOException {
    List<String> vietnamese = texts("vi");
    return Pattern.compile(
        texts("en").stream()
            .filter(text -> !vietnamese.contains(text))
            .filter(text -> text.replaceAll("\\{\\w+}", "").strip().length() > 2)
            .map(text -> Pattern.quote(text).replaceAll("\\{\\w+}", "\\\\E.+\\\\Q"))
            .collect(Collectors.joining("|")),
        Pattern.DOTALL);
  }

  /** Opens a view, as a reviewer who has given a name, once its content is there. */
  static Page open(Pages pages, View view, Look look) {
    Page page = pages.open(look, view.address());
    signAsReviewer(page, view);
    assertThat(page.locator(view.ready()).first()).isVisible();
    return page;
  }

  /** Gives a name where the view asks for one. */
  static void signAsReviewer(Page page, View view) {
    if (view.address().contains("review") || view.address().contains("settings")) {
      page.locator("#reviewer").fill("Lan");
      page.locator(".reviewer button").click();
    }
  }

  private static String name(View view) {
    return view.address().replaceAll("[^a-z]+", " ").strip().split(" ")[0];
  }

  @Test
  void noViewInVietnameseHasAnEnglishText() throws IOException {
    Pattern english = english();
    for (View view : VIEWS) {
      for (Look look : List.of(LARGE, SMALL)) {
        Page page = open(PAGES, view, look);
        assertThat(page.locator("html")).hasAttribute("lang", "vi");
        if (view.address().equals("#/playground")) {
          page.locator("#playground-text").fill("thằng ngu này câm mồm đi");
          assertThat(page.locator(".rewriting")).isVisible();
        }
        assertThat((List<?>) page.evaluate(SHOWN))
            .as(view + " " + look)
            .isNotEmpty()
            .noneMatch(text -> english.matcher(String.valueOf(text)).matches());
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .as("no scrolling to the side: " + view + " " + look)
            .isEqualTo(true);
        Pages.assertAccessible(page, view + " " + look);
        Pages.picture(page, name(view) + "-" + look);
        page.close();
      }
    }
  }

  @Test
  void aNewcomerIsShownAroundOnce() {
    Page page = PAGES.openAsNewcomer(SMALL, "#/chats/sample");
    Locator welcome = page.locator(".welcome");
    assertThat(welcome).containsText("Bạn mới dùng?");
    Pages.assertAccessible(page, "welcome");
    Pages.picture(page, "welcome-" + SMALL);
    welcome.getByRole(AriaRole.BUTTON).click();
    assertThat(welcome).hasCount(0);
    page.reload();
    assertThat(page.locator(".comment").first()).isVisible();
    assertThat(welcome).hasCount(0);
  }

  @Test
  void theLanguageIsSwitchedAndRemembered() {
    Page page = PAGES.open(LARGE, "#/chats/sample");
    assertThat(page.getByText("Buổi chat đã kết thúc")).isVisible();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("English")).click();
    assertThat(page.getByText("The chat is over")).isVisible();
    assertThat(page.locator("html")).hasAttribute("lang", "en");
    page.reload();
    assertThat(page.getByText("The chat is over")).isVisible();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Tiếng Việt")).click();
    assertThat(page.getByText("Buổi chat đã kết thúc")).isVisible();
  }

  @Test
  void coloursAreSwitchedAndRemembered() {
    Page page = PAGES.open(LARGE.in("en-GB"), "#/chats/sample");
    Locator colours =
        page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Colours")));
    String light = (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
    colours.click();
    assertThat(colours).hasText("Colours: light");
    colours.click();
    assertThat(colours).hasText("Colours: dark");
    page.reload();
    assertThat(colours).hasText("Colours: dark");
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isNotEqualTo(light);
  }

  @Test
  void faultsOfTheServerAreInTheWordsOfThePage() {
    Page page = PAGES.open(LARGE, "#/settings/sample");
    page.locator("#reviewer").fill("Lan");
    page.locator(".reviewer button").click();
    page.getByLabel("Loại quy tắc thêm vào: Không tính").selectOption("pattern");
    Locator field =
        page.getByLabel("Thêm vào: Không tính", new Page.GetByLabelOptions().setExact(true));
    field.fill("(thiếu");
    field.press("Enter");
    page.locator(".saving .primary").click();
    assertThat(page.locator(".saving .notice"))
        .hasText("Không tính, quy tắc 1: mẫu không hợp lệ (RE2): thiếu dấu ngoặc đóng.");
    Pages.goTo(page, "Biểu đồ");
    assertThat(page.locator(".unsaved")).containsText("có thay đổi chưa lưu");
    page.reload();
    page.locator(".unsaved a").click();
    assertThat(page.locator(".rule")).hasText("(thiếu");
    page.locator(".saving button").first().click();
    assertThat(page.locator(".rule")).hasCount(0);
  }

  @Test
  void thePageWeighsLittle() {
    Page page = PAGES.open(LARGE, "#/chats/sample");
    assertThat(page.locator(".comment").first()).isVisible();
    Object bytes =
        page.evaluate(
            "performance.getEntriesByType('navigation')[0].transferSize +"
                + " performance.getEntriesByType('resource').filter(it =>"
                + " /\\.(js|css|svg)$/.test(it.name)).reduce((sum, it) => sum + it.transferSize,"
                + " 0)");
    assertThat(((Number) bytes).longValue()).isBetween(1L, 250_000L);
  }
}
