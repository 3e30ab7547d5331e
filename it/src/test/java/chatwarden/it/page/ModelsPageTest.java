package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console of the models in the system's Chromium, after the sample chat was played. */
class ModelsPageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  @Test
  void versionsTimesTiersAndKindsOfAbuseAreShown() {
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.keyboard().press("9");
    Locator rows = page.locator(".served tbody tr");
    assertThat(rows.first()).isVisible();
    assertThat(page.locator(".served tbody")).containsText("chat@");
    assertThat(page.locator(".served tbody")).containsText("Stage 2");
    assertThat(rows.first()).containsText("ms");
    List<String> shares = page.locator(".model-shares section").allInnerTexts();
    assertThat(shares).hasSize(3);
    assertThat(shares.get(0)).contains("Decided by", "@", "%");
    assertThat(shares.get(1)).contains("clean", "offensive");
    assertThat(page.getByText("Drift from the reference")).isVisible();
    Pages.picture(page, "models-light");
  }

  @Test
  void noSeriousFaultForAssistiveTechnologyLargeAndSmall() {
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = PAGES.open(1280, 800, colors, "#/models");
      assertThat(page.locator(".served tbody tr").first()).isVisible();
      Pages.assertAccessible(page, "models " + colors);
    }
    Page phone = PAGES.open(390, 664, ColorScheme.LIGHT, "#/models");
    assertThat(phone.locator(".served tbody tr").first()).isVisible();
    assertThat(phone.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
  }
}
