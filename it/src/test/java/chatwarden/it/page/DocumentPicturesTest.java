package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Takes the pictures of README and the guide, of the sample and of a raided chat. */
class DocumentPicturesTest extends RaidedChatFixture {
  private static final double PATIENCE_MILLIS = 60_000;

  /** Of the first comment of the sample, which the list has once it stopped. */
  private static final String FIRST = "Chào cả nhà, mình mới vào";

  /** A text for the playground in the language of the page. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "en-GB", "what a stupid play, shut up you idiot",
          "vi-VN", "thằng ngu này câm mồm đi");

  @ParameterizedTest
  @EnumSource
  void showsItsView(DocumentPicture picture) {
    Look look = picture.look();
    Page page = PAGES.open(look, picture.view().address());
    LanguagePageTest.signAsReviewer(page, picture.view());
    if (picture.view().address().equals("#/playground")) {
      page.locator("#playground-text").fill(TEXTS.getOrDefault(look.locale(), ""));
    }
    assertThat(page.locator(picture.view().ready()).first())
        .isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
    if (picture == DocumentPicture.PAGE) {
      page.locator(".feed").evaluate("feed => feed.scrollTop = -feed.scrollHeight / 2");
      assertThat(page.locator(".comment").first()).containsText(FIRST);
      page.locator(".comment.hate mark")
          .first()
          .evaluate("it => it.scrollIntoView({block:'center'})");
    }
    page.mouse().move(0, 0);
    Pages.picture(page, "documents/" + picture.file());
  }
}
