package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Decisions on comments of the live feed, and from the audit log, in the system's Chromium. */
class DecidePageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static final int COMMENTS = 30;

  /** Opens a chat of its own that is over, as a moderator who gave a name. */
  private static Page open(String chat, Look look) {
    PAGES.played().play(chat, COMMENTS, 0);
    Page page = PAGES.open(look, "#/chats/" + chat);
    page.evaluate("localStorage.setItem('chatwarden.reviewer', 'Ann')");
    page.reload();
    assertThat(page.locator(".ending")).isVisible();
    return page;
  }

  private static Page open(String chat) {
    return open(chat, new Look(1280, 800, ColorScheme.LIGHT, "en-GB"));
  }

  /** Returns the newest comment that is not flagged, by its time and text, so that it stays so. */
  private static Locator clean(Page page) {
    return page.locator(".feed .comment:not(.flagged)").last();
  }

  private static Locator dialog(Page page) {
    return page.locator("dialog.decide");
  }

  /** Opens the decision on a comment once its review is read. */
  private static void openDecision(Page page, Locator comment) {
    comment.locator(".act-on").click();
    assertThat(dialog(page).locator(".comment")).isVisible();
  }

  private static void choose(Page page, String name) {
    dialog(page)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true))
        .click();
    assertThat(dialog(page)).hasCount(0);
  }

  private static void post(Page page, String path, Map<String, Object> body) {
    assertThat(
            page.request()
                .post(
                    PAGES.played().address() + path,
                    RequestOptions.create()
                        .setHeader("Content-Type", "application/json")
                        .setData(body))
                .status())
        .as(path)
        .isEqualTo(200);
  }

  /** Returns the id of the comment that a decision is open on. */
  private static String idOf(Page page, String chat, Locator comment) {
    String text = comment.locator(".text").innerText();
    Object id =
        page.evaluate(
            "async ([chat, text]) => (await (await"
                + " fetch(`/v1/chats/${chat}/comments?pageSize=100`)).json()).comments.find(it =>"
                + " it.comment.text === text).comment.id",
            List.of(chat, text));
    return String.valueOf(id);
  }

  @Test
  void commentThatIsNotFlaggedIsHiddenAndUndoneByKeysAlone() {
    Page page = open("decide-keys");
    Locator comment = clean(page);
    Locator button = comment.locator(".act-on");

    button.focus();
    page.keyboard().press("Enter");
    assertThat(dialog(page).locator(".comment")).isVisible();
    assertThat(dialog(page)).containsText("Nothing was decided so far.");
    page.keyboard().press("h");

    assertThat(dialog(page)).hasCount(0);
    assertThat(comment.locator(".chip.decided")).hasText("hidden");
    assertThat(page.getByRole(AriaRole.STATUS).getByText("Hidden: ")).hasCount(1);
    assertThat(button).isFocused();

    page.keyboard().press("Enter");
    assertThat(dialog(page)).containsText("So far: hidden, by Ann");
    page.keyboard().press("Escape");
    assertThat(dialog(page)).hasCount(0);
    assertThat(comment.locator(".chip.decided")).hasText("hidden");

    page.keyboard().press("Enter");
    assertThat(dialog(page)).containsText("So far: hidden, by Ann");
    page.keyboard().press("u");
    assertThat(comment.locator(".chip.decided")).hasCount(0);
    assertThat(page.getByRole(AriaRole.STATUS).getByText("Undone: ")).hasCount(1);
  }

  @Test
  void nameIsAskedForOnceAndTheFoundCommentIsDecidedByItsKey() {
    Page page = open("decide-name");
    page.evaluate("localStorage.removeItem('chatwarden.reviewer')");
    page.keyboard().press("k");
    assertThat(page.locator(".comment.at")).isVisible();
    page.keyboard().press("d");
    dialog(page).getByLabel("Your name, as the audit log shows it").fill("Ben");
    dialog(page)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Continue"))
        .click();
    assertThat(dialog(page)).containsText("as Ben");
    choose(page, "Allow");
    assertThat(page.locator(".comment.at .chip.decided")).hasText("allowed");
    page.keyboard().press("d");
    assertThat(dialog(page)).containsText("So far: allowed, by Ben");
  }

  @Test
  void timeOutOfAChosenLengthStaysAndIsLoggedWithItsNote() {
    Page page = open("decide-length");
    openDecision(page, clean(page));
    dialog(page).getByLabel("Note for the audit log").fill("<b>spoils</b> the film");
    dialog(page).getByLabel("Length of a time-out").selectOption("3600");
    choose(page, "Time out");
    assertThat(page.locator(".chip.decided")).hasText("timed out, 1 hour");

    page.reload();
    assertThat(page.locator(".chip.decided")).hasText("timed out, 1 hour");
    Pages.goTo(page, "Audit log");
    Locator row = page.locator(".audit tbody tr").first();
    assertThat(row).containsText("time out, 1 hour");
    assertThat(row).containsText("<b>spoils</b> the film");
  }

  @Test
  void stateOnThePlatformIsShownBesideTheComment() {
    Page page = open("decide-acts");
    page.request()
        .patch(
            PAGES.played().address() + "v1/chats/decide-acts/acting",
            RequestOptions.create()
                .setHeader("Content-Type", "application/json")
                .setData(Map.of("mode", "ACTING_DRY_RUN", "reviewer", "Ann")));
    Locator comment = clean(page);
    openDecision(page, comment);
    choose(page, "Hide");
    assertThat(comment.locator(".chip.act")).hasText("delete: dry run");
    page.reload();
    assertThat(clean(page).locator(".chip.act")).hasText("delete: dry run");
    Pages.picture(page, "decided");
  }

  @Test
  void decisionOfAnotherModeratorIsShownBeforeItIsReplaced() {
    Page page = open("decide-both");
    Locator comment = clean(page);
    String id = idOf(page, "decide-both", comment);
    openDecision(page, comment);
    post(
        page,
        "v1/chats/decide-both/comments/" + id + "/decide",
        Map.of("reviewer", "Ben", "decision", "ALLOW"));

    page.keyboard().press("b");
    assertThat(dialog(page).getByRole(AriaRole.ALERT)).containsText("Another moderator decided");
    assertThat(dialog(page)).containsText("So far: allowed, by Ben");
    choose(page, "Ban");
    assertThat(comment.locator(".chip.decided")).hasText("banned");
  }

  @Test
  void decisionIsChangedAndUndoneFromTheAuditLog() {
    Page page = open("decide-audit");
    openDecision(page, clean(page));
    choose(page, "Hide");
    Pages.goTo(page, "Audit log");
    Locator rows = page.locator(".audit tbody tr");
    Locator change =
        rows.first()
            .getByRole(
                AriaRole.BUTTON,
                new Locator.GetByRoleOptions().setName("Change the decision on comment"));
    change.click();
    assertThat(dialog(page)).containsText("So far: hidden, by Ann");
    choose(page, "Allow");
    assertThat(rows.first()).containsText("allow instead of hide");

    change.click();
    assertThat(dialog(page)).containsText("So far: allowed, by Ann");
    page.keyboard().press("u");
    assertThat(rows.first()).containsText("undo allow");
  }

  @Test
  void allWithTheSameTextAreDecidedAndUndoneAsOne() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      lines.add(
          "{\"id\":\"m%d\",\"text\":\"%s\",\"author\":{\"id\":\"a%d\",\"name\":\"A%d\"}}"
              .formatted(i, i == 0 ? "hello there" : "buy now", i % 2, i % 2));
    }
    PAGES.played().playFlagged("decide-many", lines);
    Page page = PAGES.open(1280, 800, ColorScheme.LIGHT, "#/chats/decide-many");
    page.evaluate("localStorage.setItem('chatwarden.reviewer', 'Ann')");
    assertThat(page.locator(".ending")).isVisible();
    assertThat(page.locator(".feed .comment")).hasCount(6);

    openDecision(page, page.locator(".feed .comment").last());
    dialog(page).getByLabel("Which comments").selectOption("all with this text");
    dialog(page)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Ban").setExact(true))
        .click();
    assertThat(dialog(page)).containsText("5 comments are decided.");
    assertThat(page.locator(".feed .chip.decided").getByText("banned")).hasCount(2);
    assertThat(page.locator(".feed .chip.decided").getByText("hidden")).hasCount(3);
    Pages.assertAccessible(page, "decided together");

    dialog(page)
        .getByRole(
            AriaRole.BUTTON,
            new Locator.GetByRoleOptions().setName("Undo all that were decided together"))
        .click();
    assertThat(dialog(page)).hasCount(0);
    assertThat(page.locator(".feed .chip.decided")).hasCount(0);
  }

  @Test
  void dialogAndMarksHaveNoSeriousFaultForAssistiveTechnology() {
    int chats = 0;
    for (Look look :
        List.of(
            new Look(1280, 800, ColorScheme.LIGHT, "en-GB"),
            new Look(390, 664, ColorScheme.DARK, "vi-VN"))) {
      Page page = open("decide-axe-" + ++chats, look);
      openDecision(page, clean(page));
      Pages.assertAccessible(page, "decision " + look);
      assertThat(
              (Boolean)
                  page.evaluate(
                      "document.querySelector('dialog.decide').scrollWidth"
                          + " <= document.querySelector('dialog.decide').clientWidth"))
          .as("no scrolling to the side: " + look)
          .isTrue();
      Pages.picture(page, "decision-" + look);
      page.keyboard().press("h");
      assertThat(page.locator(".chip.decided")).isVisible();
      Pages.assertAccessible(page, "decided " + look);
      Pages.picture(page, "decided-" + look);
    }
  }
}
