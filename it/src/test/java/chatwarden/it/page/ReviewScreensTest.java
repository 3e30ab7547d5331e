package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reviewing on a laptop, on a phone and with text of twice the size, in both languages. */
class ReviewScreensTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static final List<Look> LOOKS =
      List.of(
          new Look(1366, 650, ColorScheme.LIGHT, "en-GB"),
          new Look(390, 664, ColorScheme.DARK, "en-GB"),
          new Look(683, 325, ColorScheme.LIGHT, "en-GB"));

  private static Page review(Look look) {
    Page page = PAGES.open(look, "#/review/sample");
    page.locator("#reviewer").fill("Screen");
    page.locator(".reviewer button").click();
    assertThat(page.locator(".deciding .comment")).isVisible();
    return page;
  }

  @Test
  void theCommentToDecideAndItsActionsAreInViewOnEveryScreen() {
    for (Look english : LOOKS) {
      for (Look look : List.of(english, english.in("vi-VN"))) {
        Page page = review(look);
        assertInView(page.locator(".deciding .text"), look);
        for (Locator choice : page.locator(".choice").all()) {
          assertInView(choice, look);
        }
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .as("no scrolling to the side: " + look)
            .isEqualTo(true);
        Pages.picture(page, "review-" + look);
        page.close();
      }
    }
  }

  private static void assertInView(Locator part, Look look) {
    BoundingBox box = part.boundingBox();
    assertThat(box.x).as("left of %s on %s", part, look).isGreaterThanOrEqualTo(0);
    assertThat(box.y).as("top of %s on %s", part, look).isGreaterThanOrEqualTo(0);
    assertThat(box.x + box.width).as("right of %s", part).isLessThanOrEqualTo(look.width() + 0.5);
    assertThat(box.y + box.height).as("end of %s", part).isLessThanOrEqualTo(look.height() + 0.5);
    assertThat(part)
        .isInViewport(
            new com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions()
                .setRatio(1));
  }

  @Test
  void theQueueIsReorderedByAKeyAndTheKeysAreShown() {
    Page page = review(LOOKS.getFirst());
    assertThat(page.locator(".order")).containsText("Most severe first");
    page.keyboard().press("o");
    assertThat(page.locator(".order")).containsText("Oldest first");
    assertThat(page.locator(".deciding .comment")).isVisible();
    page.reload();
    assertThat(page.locator(".order")).containsText("Oldest first");

    page.keyboard().press("?");
    assertThat(page.locator("dialog.keys")).containsText("Hide");
    Pages.assertAccessible(page, "keys");
    page.keyboard().press("h");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog.keys")).hasCount(0);
    assertThat(page.locator(".review-news")).containsText("Every flagged comment waits");
    page.keyboard().press("1");
    assertThat(page.locator("#feed")).isVisible();
    page.keyboard().press("4");
    assertThat(page.locator(".settings-body")).isVisible();
  }
}
