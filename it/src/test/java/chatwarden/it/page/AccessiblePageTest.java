package chatwarden.it.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No view has an obstacle to assistive technology, in light and dark and in both languages. */
class AccessiblePageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static final List<Look> LOOKS =
      List.of(
          new Look(1366, 768, ColorScheme.LIGHT, "en-GB"),
          new Look(1366, 768, ColorScheme.DARK, "en-GB"),
          new Look(390, 664, ColorScheme.LIGHT, "vi-VN"),
          new Look(1366, 768, ColorScheme.DARK, "vi-VN"));

  @Test
  void axeFindsNothingInAnyView() {
    SoftAssertions every = new SoftAssertions();
    for (Look look : LOOKS) {
      for (LanguagePageTest.View view : LanguagePageTest.VIEWS) {
        Page page = LanguagePageTest.open(PAGES, view, look);
        every.assertThat(Pages.obstacles(page)).as(view.address() + " " + look).isEmpty();
        page.close();
      }
    }
    every.assertAll();
  }
}
