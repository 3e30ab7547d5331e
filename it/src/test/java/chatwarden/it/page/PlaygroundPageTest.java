package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The playground in the system's Chromium, asking the models that are served. */
class PlaygroundPageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static Page playground(ColorScheme colors) {
    Page page = PAGES.open(colors);
    Pages.goTo(page, "Playground");
    assertThat(page.getByText("No text yet")).isVisible();
    return page;
  }

  private static void type(Page page, String text) {
    page.getByLabel("Text", new Page.GetByLabelOptions().setExact(true)).fill(text);
  }

  @Test
  void judgesExplainsAndMarksATextAndShowsTheCalls() {
    Page page = playground(ColorScheme.LIGHT);
    type(page, "thằng ngu này câm mồm đi");
    assertThat(page.locator(".judgement .chip.label"))
        .hasText(java.util.regex.Pattern.compile("offensive|hate"));
    assertThat(page.locator(".weighed .weight.for").first()).isVisible();
    assertThat(page.locator(".decisive")).containsText("Without");
    assertThat(page.locator(".ngrams tbody tr").first()).isVisible();
    assertThat(page.locator(".judgement mark").first()).isVisible();
    assertThat(page.locator(".rewriting")).containsText("Stage 3");
    assertThat(page.locator(".command")).hasCount(6);
    assertThat(page.locator(".command code").first()).containsText("comments:classify");
    assertThat(page.locator(".command code").first()).containsText("thằng ngu này câm mồm đi");
    Pages.picture(page, "playground-light");

    type(page, "chúc mọi người buổi tối vui vẻ");
    assertThat(page.locator(".judgement .chip.label")).hasText("clean");
    type(page, "   ");
    assertThat(page.getByText("No text yet")).isVisible();
  }

  @Test
  void proposesAPoliteFormWithItsCandidatesOrSaysWhyThereIsNone() {
    Page page = playground(ColorScheme.LIGHT);
    type(page, "this is a stupid idea, honestly");
    assertThat(page.locator(".rewriting .proposal .text")).containsText("idea");
    assertThat(page.locator(".rewriting .candidates tbody tr").first()).isVisible();
    assertThat(page.locator(".rewriting .proposal button")).hasText("Copy the polite form");

    type(page, "đồ chó");
    assertThat(page.locator(".rewriting")).containsText("No polite form:");
    type(page, "hello friends");
    assertThat(page.locator(".rewriting")).containsText("Nothing in it is offensive.");
  }

  @Test
  void whatIsTypedStaysText() {
    Page page = playground(ColorScheme.LIGHT);
    type(page, "<img src=x onerror=alert(1)> <script>throw 1</script> you idiot");
    assertThat(page.locator(".judgement .text").first()).containsText("<script>throw 1</script>");
    assertThat(page.locator("main img, main script")).hasCount(0);
  }

  @Test
  void isAccessibleInLightAndDarkAndOnAPhone() {
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = playground(colors);
      Pages.assertAccessible(page, "empty playground " + colors);
      type(page, "you are a stupid idiot");
      assertThat(page.locator(".weighed .weight.for").first()).isVisible();
      Pages.assertAccessible(page, "playground " + colors);
      Pages.picture(page, "playground-" + colors.name().toLowerCase(Locale.ROOT) + "-en");
      page.setViewportSize(390, 800);
      Pages.assertAccessible(page, "playground on a phone " + colors);
      Pages.picture(page, "playground-phone-" + colors.name().toLowerCase(Locale.ROOT));
    }
  }
}
