package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Shows the charts of the raided chat in the system's Chromium. */
final class ChartsPageTest extends RaidedChatFixture {

  private static final double PATIENCE_MS = 60_000;

  private static Page open(String view, int width, int height, ColorScheme colors) {
    Page page = PAGES.open(width, height, colors, "#/" + view);
    page.setDefaultTimeout(PATIENCE_MS);
    return page;
  }

  private static void seeCharts(Page page) {
    seen(page.locator(".layer.hate").first());
    seen(page.locator(".raid"));
  }

  private static void seen(Locator what) {
    assertThat(what).isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MS));
  }

  private static void says(Locator what, String text) {
    assertThat(what).containsText(text, new ContainsTextOptions().setTimeout(PATIENCE_MS));
  }

  private static void choose(Page page, String window) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(window).setExact(true))
        .click();
  }

  @Test
  void chartsShowWhatIsStoredOfTheWindowThatIsChosen() throws Exception {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    seeCharts(page);
    Pages.picture(page, "charts-light");

    choose(page, "All");
    Locator tiles = page.locator(".tile dd");
    says(tiles.nth(0), String.valueOf(CALM + RAID));
    JsonNode totals = totals();
    assertThat(tiles.nth(2)).hasText(totals.at("/offensiveCount").asText());
    assertThat(tiles.nth(3)).hasText(totals.at("/hateCount").asText());

    page.getByText("The same as a table").click();
    int counted = 0;
    for (String count : page.locator(".figures-table td:nth-child(2)").allTextContents()) {
      counted += Integer.parseInt(count);
    }
    assertThat(counted).isEqualTo(CALM + RAID);
    assertThat(page.locator(".panel mark").first()).isVisible();
    Pages.picture(page, "charts-all-light");
  }

  @Test
  void aRaidIsToldInItsFiguresAboveTheChartsAndTheComments() {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    Locator alert = page.getByRole(AriaRole.ALERT).filter(hasText("Hate spikes in this chat."));
    seen(alert);
    assertThat(alert)
        .containsText(
            Pattern.compile(
                "\\d+ of \\d+ comments of the last 30 seconds are offensive or hateful: \\d+%,"
                    + " usually \\d+%"));
    Pages.goTo(page, "Live");
    seen(alert);
    seen(page.locator(".comment").first());
    assertThat(alert.getByRole(AriaRole.LINK)).hasText("Strict mode …");

    page.evaluate("localStorage.setItem('chatwarden.reviewer', 'Ann')");
    page.reload();
    Locator strict = alert.getByRole(AriaRole.SWITCH);
    seen(strict);
    strict.click();
    assertThat(strict).hasAttribute("aria-checked", "true");
    Pages.picture(page, "raid-live");
    strict.click();
    assertThat(strict).hasAttribute("aria-checked", "false");
  }

  @Test
  void aRaidIsNoticedInEveryViewInTheListAndInTheTitle() {
    for (String view : List.of("playground", "pipelines", "review/arena", "chats/quiet")) {
      Page page = open(view, 390, 664, ColorScheme.LIGHT);
      Locator alert = page.locator(".alert");
      says(alert, "Raid in arena");
      assertThat(page).hasTitle(Pattern.compile("^\\(1\\) "));
      assertThat(page.locator(".chats li").first()).containsText("arena");
      assertThat(page.locator(".chats li").first()).containsText("raid");
      assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo(true);
    }
    Page page = open("playground", 1280, 800, ColorScheme.DARK);
    says(page.locator(".alert"), "Raid in arena");
    Pages.assertAccessible(page, "an alert in another view");
    page.keyboard().press("r");
    seen(page.locator(".raid"));
    assertThat(page.locator(".alert")).hasCount(0);
    Pages.goTo(page, "Playground");
    page.locator(".alert button").click();
    assertThat(page.locator(".alert")).hasCount(0);
    assertThat(page).hasTitle(Pattern.compile("^\\(1\\) "));
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void anAuthorsOwnCurveIsOneClickAwayAndBack() throws Exception {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    choose(page, "1 hour");
    says(page.locator(".tile dd").first(), String.valueOf(CALM + RAID));
    Locator first = page.locator("button.rank").first();
    String name = first.locator(".rank-name").innerText();
    assertThat(name).isNotEmpty();
    String all = page.locator(".tile dd").first().innerText();

    first.click();
    says(page.locator(".only"), name);
    assertThat(page.locator(".tile dd").first()).not().hasText(all);
    Pages.picture(page, "charts-author");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("All authors")).click();
    says(page.locator(".tile dd").first(), all);

    first.click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Their comments")).click();
    seen(page.locator(".comment").first());
    assertThat(Set.copyOf(page.locator(".comment .author").allInnerTexts())).containsExactly(name);
  }

  @Test
  void aSpanLeadsToTheCommentsThatSayIt() {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    Locator span = page.locator("a.rank").first();
    String words = span.locator(".rank-name").innerText();
    span.click();
    assertThat(page.getByLabel("Words")).hasValue(words);
    seen(page.locator(".comment").first());
    for (String text : page.locator(".comment .text").allInnerTexts()) {
      assertThat(text.toLowerCase(Locale.ROOT)).contains(words.split(" "));
    }
  }

  @Test
  void chartsAreReadByKeys() {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    choose(page, "All");
    says(page.locator(".tile dd").first(), String.valueOf(CALM + RAID));
    Locator chart =
        page.getByRole(
            AriaRole.SLIDER, new Page.GetByRoleOptions().setName(Pattern.compile("^Comments per")));
    chart.focus();
    page.keyboard().press("Home");
    String first = chart.getAttribute("aria-valuetext");
    assertThat(first).contains("comments");
    says(page.locator(".readout").first(), first);
    assertThat(page.locator(".chart-cursor")).hasCount(3);
    page.keyboard().press("ArrowRight");
    assertThat(chart.getAttribute("aria-valuetext")).isNotEqualTo(first);
    page.keyboard().press("Escape");
    assertThat(page.locator(".chart-cursor")).hasCount(0);
  }

  @Test
  void aChatWithoutCommentsSaysSo() {
    Page page = open("charts/quiet", 1280, 800, ColorScheme.LIGHT);
    seen(page.getByText("No comment yet"));
    assertThat(page.locator(".raid")).hasCount(0);
  }

  @Test
  void noSeriousFaultForAssistiveTechnologyInLightDarkAndOnAPhone() throws Exception {
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = open("charts/arena", 1280, 1000, colors);
      seeCharts(page);
      page.getByText("The same as a table").click();
      Pages.assertAccessible(page, "charts " + colors);
    }
    Page dark = open("charts/arena", 1280, 1000, ColorScheme.DARK);
    choose(dark, "1 hour");
    says(dark.locator(".tile dd").first(), String.valueOf(CALM + RAID));
    seeCharts(dark);
    Pages.picture(dark, "charts-dark");

    Page phone = open("charts/arena", 390, 800, ColorScheme.LIGHT);
    seeCharts(phone);
    Pages.assertAccessible(phone, "charts on a phone");
    for (String box : List.of("document.documentElement", "document.querySelector('.charts')")) {
      assertThat(phone.evaluate(box + ".scrollWidth > " + box + ".clientWidth"))
          .as(box + " is wider than the phone")
          .isEqualTo(false);
    }
    Pages.picture(phone, "charts-phone");
  }
}
