package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Searches the stored comments of the sample chat in the system's Chromium. */
class SearchPageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static Page open(String query) {
    return PAGES.open(1280, 800, ColorScheme.LIGHT, "#/search/sample" + query);
  }

  private static Locator rows(Page page) {
    return page.locator(".found .comment");
  }

  private static void search(Page page) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Search").setExact(true))
        .click();
  }

  @Test
  void historyGivesEveryCommentPageByPage() {
    Page page = open("");
    assertThat(rows(page)).hasCount(50);
    assertThat(page.locator(".searching .figures")).hasText("50 comments so far");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Older")).click();
    assertThat(rows(page)).hasCount(100);
  }

  @Test
  void aSearchIsInTheAddressAndComesBackWithIt() {
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.keyboard().press("8");
    assertThat(page).hasURL(Pattern.compile("#/search/sample$"));
    assertThat(rows(page).first()).isVisible();
    page.keyboard().press("w");
    page.keyboard().type("ngu vcl");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("\\?words=ngu\\+vcl$"));
    assertThat(rows(page)).hasCount(1);
    assertThat(rows(page).locator(".text")).hasText("đánh gì ngu vcl");
    assertThat(page.locator(".searching .figures")).hasText("1 comment, no more");
    page.reload();
    assertThat(page.getByLabel("Words of the text")).hasValue("ngu vcl");
    assertThat(rows(page)).hasCount(1);
    page.goBack();
    assertThat(page.getByLabel("Words of the text")).hasValue("");
    assertThat(rows(page)).hasCount(50);
  }

  @Test
  void wordsWithoutDiacriticsFindEveryWayOfWritingThem() {
    Page page = open("?words=danh+ngu");
    assertThat(rows(page).first()).isVisible();
    List<String> texts = page.locator(".found .text").allInnerTexts();
    assertThat(texts).contains("đánh gì ngu vcl", "d m thang nay danh ngu that su");
    assertThat(texts).allMatch(text -> text.contains("ngu"));
  }

  @Test
  void labelsAuthorsAndSpansNarrowIt() {
    Page page = open("");
    page.getByLabel("Author’s name").fill("den_long");
    page.getByLabel("Words that are marked").fill("ngu");
    page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Flagged")).check();
    search(page);
    assertThat(page).hasURL(Pattern.compile("author=den_long&span=ngu&flagged=1$"));
    assertThat(rows(page).first()).isVisible();
    assertThat(page.locator(".found .author").allInnerTexts()).containsOnly("den_long");
    assertThat(page.locator(".found .flagged").count()).isEqualTo(rows(page).count());
    page.getByLabel("Words of the text").fill("nobodysaysthis");
    search(page);
    assertThat(page.getByText("No stored comment has all of this")).isVisible();
  }

  @Test
  void aCommentHasAnAddressOfItsOwn() {
    Page page = open("?words=vcl");
    rows(page).locator("a.to-comment").first().click();
    assertThat(page).hasURL(Pattern.compile("\\?comment=sample-"));
    assertThat(page.locator(".found .comment.at")).hasCount(1);
    assertThat(page.locator(".found .comment.at .text")).containsText("vcl");
    Page gone = open("?comment=never");
    assertThat(gone.getByRole(AriaRole.ALERT)).isVisible();
  }

  @Test
  void anAuthorsCardHasNotesThatAreWrittenAndDeleted() {
    Page page = open("?words=vcl");
    page.evaluate("localStorage.setItem('chatwarden.reviewer', 'Ann')");
    Locator author = rows(page).locator(".open-author").first();
    String name = author.innerText();
    author.focus();
    page.keyboard().press("Enter");
    Locator card = page.locator("dialog.author-card");
    assertThat(card.locator("h2")).containsText(name);
    assertThat(card.locator(".author-figures dd").first()).not().hasText("0");
    Pages.assertAccessible(page, "an author's card");
    Pages.picture(page, "author-card");

    card.getByLabel("New note, for all moderators").fill("<b>was warned</b> once");
    card.getByText("Add the note").click();
    Locator notes = card.locator("section[aria-labelledby=author-notes] li");
    assertThat(notes).hasCount(1);
    assertThat(notes).containsText("<b>was warned</b> once");
    assertThat(notes).containsText("Ann");
    notes.getByRole(AriaRole.BUTTON).click();
    assertThat(notes).hasCount(0);

    page.keyboard().press("Escape");
    assertThat(card).hasCount(0);
    assertThat(author).isFocused();
    author.click();
    card.getByText("All comments of this author").click();
    assertThat(card).hasCount(0);
    assertThat(page).hasURL(Pattern.compile("\\?by=viewer-"));
    assertThat(rows(page).first()).isVisible();
    assertThat(page.locator(".found .author").allInnerTexts()).containsOnly(name);
  }

  @Test
  void theCardOpensFromTheFeedAndTheReviewByAKey() {
    Page page = PAGES.open(ColorScheme.DARK);
    page.keyboard().press("k");
    Locator at = page.locator(".comment.at");
    assertThat(at).hasCount(1);
    page.keyboard().press("i");
    Locator card = page.locator("dialog.author-card");
    assertThat(card.locator("h2")).containsText(at.locator(".author").innerText());
    page.keyboard().press("Escape");
    assertThat(card).hasCount(0);

    page.evaluate("localStorage.setItem('chatwarden.reviewer', 'Cards')");
    Pages.goTo(page, "Review");
    Locator deciding = page.locator(".deciding .author");
    assertThat(deciding).isVisible();
    page.keyboard().press("i");
    assertThat(card.locator("h2")).containsText(deciding.innerText());
    Pages.assertAccessible(page, "an author's card in the dark");
  }

  @Test
  void noSeriousFaultForAssistiveTechnologyLargeAndSmallLightAndDark() {
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = PAGES.open(1280, 800, colors, "#/search/sample?words=ngu");
      assertThat(rows(page).first()).isVisible();
      Pages.assertAccessible(page, "search " + colors);
      Pages.picture(page, "search-" + colors);
    }
    Page phone = PAGES.open(390, 664, ColorScheme.LIGHT, "#/search/sample");
    assertThat(rows(phone).first()).isVisible();
    assertThat(phone.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
    Pages.assertAccessible(phone, "search on a phone");
    Pages.picture(phone, "search-phone");
  }
}
