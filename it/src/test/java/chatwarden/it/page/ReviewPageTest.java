package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reviewing and its log in the system's Chromium, by keys, on the sample chat. */
class ReviewPageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static Page review(String name, ColorScheme colors) {
    Page page = PAGES.open(colors);
    Pages.goTo(page, "Review");
    page.getByLabel("Your name, as the audit log shows it").fill(name);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start to review")).click();
    assertThat(deciding(page)).isVisible();
    return page;
  }

  private static Locator deciding(Page page) {
    return page.locator(".deciding .comment");
  }

  /** Presses the key of a decision as soon as the desk takes one. */
  private static void press(Page page, String key) {
    assertThat(page.locator(".choice." + key)).isEnabled();
    page.keyboard().press(key);
  }

  private static void audit(Page page) {
    Pages.goTo(page, "Audit log");
    assertThat(page.locator(".audit tbody tr").first()).isVisible();
  }

  @Test
  void decidesByKeysUndoesAndLogsWithANoteThatStaysText() throws Exception {
    Page page = review("<img src=x onerror=alert(1)>", ColorScheme.LIGHT);
    assertThat(page.locator(".around .comment").first()).isVisible();
    assertThat(page.locator(".suggestion p").first()).isVisible();
    String first = deciding(page).locator(".text").innerText();

    page.keyboard().press("n");
    page.keyboard().type("<script>throw 1</script> bath");
    page.keyboard().press("Escape");
    press(page, "h");
    assertThat(page.locator(".review-news")).containsText("Hidden");
    assertThat(deciding(page).locator(".text")).not().hasText(first);

    press(page, "a");
    assertThat(page.locator(".review-news")).containsText("Allowed");
    press(page, "u");
    assertThat(page.locator(".review-news")).containsText("Hidden");
    assertThat(page.locator(".suggestion p").first()).isVisible();
    Pages.picture(page, "review-light");

    audit(page);
    Locator rows = page.locator(".audit tbody tr");
    assertThat(rows.nth(0)).containsText("undo allow");
    assertThat(rows.nth(1)).containsText("allow");
    assertThat(rows.nth(2)).containsText("<script>throw 1</script> bath");
    assertThat(rows.nth(2)).containsText("<img src=x onerror=alert(1)>");
    assertThat(rows.nth(2)).containsText("0.30");
    assertThat(page.locator("main img, main script")).hasCount(0);
    Pages.picture(page, "audit-light");

    Download csv =
        page.waitForDownload(
            () ->
                page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName("Download as CSV"))
                    .click());
    assertThat(csv.suggestedFilename()).endsWith(".csv");
    assertThat(Files.readAllLines(csv.path())).hasSize(rows.count() + 1);
  }

  @Test
  void pressesDuringASlowAnswerDecideOnTheCommentThatWasShown() {
    Page page = review("Slow", ColorScheme.LIGHT);
    String shown = deciding(page).locator(".text").innerText();
    List<Route> decisions = new ArrayList<>();
    page.route("**/chatwarden.review.v1.ReviewService/DecideReview", decisions::add);

    press(page, "h");
    page.keyboard().press("b");
    page.keyboard().press("h");

    assertThat(page.locator(".choice.h")).isDisabled();
    assertThat(page.locator(".choice.b")).isDisabled();
    page.waitForCondition(() -> !decisions.isEmpty());
    assertThat(deciding(page).locator(".text")).hasText(shown);
    decisions.forEach(Route::resume);
    assertThat(page.locator(".review-news")).containsText("Hidden");
    assertThat(page.locator(".choice.h")).isEnabled();
    assertThat(decisions).hasSize(1);
  }

  @Test
  void doubleClickHidesOneComment() {
    Page page = review("Double", ColorScheme.LIGHT);
    List<Request> decisions = new ArrayList<>();
    page.onRequest(
        request -> {
          if (request.url().endsWith("/DecideReview")) {
            decisions.add(request);
          }
        });
    assertThat(page.locator(".choice.h")).isEnabled();

    page.locator(".choice.h").dblclick(new Locator.DblclickOptions().setDelay(60));

    assertThat(page.locator(".review-news")).containsText("Hidden");
    assertThat(page.locator(".choice.h")).isEnabled();
    assertThat(decisions).hasSize(1);
  }

  @Test
  void twoModeratorsNeverSeeTheSameComment() {
    Page ann = review("Ann", ColorScheme.LIGHT);
    Page ben = review("Ben", ColorScheme.LIGHT);
    assertThat(deciding(ann).innerText()).isNotEqualTo(deciding(ben).innerText());
  }

  @Test
  void noViewHasASeriousFaultForAssistiveTechnology() {
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = PAGES.open(colors);
      Pages.assertAccessible(page, "live " + colors);
      page = review("Eve", colors);
      Pages.assertAccessible(page, "review " + colors);
      Pages.picture(page, "review-" + colors.name().toLowerCase(java.util.Locale.ROOT) + "-axe");
      press(page, "b");
      assertThat(page.locator(".review-news")).containsText("Banned");
      audit(page);
      Pages.assertAccessible(page, "audit " + colors);
    }
  }
}
