package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.testing.twitch.TwitchServer;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Polite forms in the live view, in a chat that asks for them. */
class PoliteFormPageTest {
  private static final String SAID = "@id=%s;user-id=1;display-name=An :x!x@x PRIVMSG #polite :%s";

  @RegisterExtension static final Pages PAGES = new Pages();

  @Test
  void appearUnderTheirCommentsOnceTheSettingIsSaved() throws IOException {
    TwitchServer twitch = PAGES.played().twitch();
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.getByPlaceholder("Paste a YouTube or Twitch address").fill("https://www.twitch.tv/polite");
    button(page, "Read chat").click();
    await().until(() -> twitch.guests("polite") == 1);
    twitch.say("polite", SAID.formatted("p1", "you are a stupid idiot and the game is over"));
    Locator marked = page.locator(".comment.flagged");
    assertThat(marked.locator("mark").first()).isVisible();
    assertThat(page.locator(".polite")).hasCount(0);

    Pages.goTo(page, "Settings");
    page.getByLabel("Your name, as the audit log shows it").fill("Ann");
    button(page, "Go on to the settings").click();
    page.getByLabel("Propose one for each flagged comment").check();
    button(page, "Save").click();
    assertThat(page.getByText("Saved changes hold")).isVisible();
    Pages.goTo(page, "Live");
    page.waitForTimeout(1_500); // a change holds within a second

    twitch.say("polite", SAID.formatted("p2", "shut up you stupid idiot, the game is over"));
    twitch.say("polite", SAID.formatted("p3", "hello everyone, what a nice game"));
    assertThat(page.locator(".polite")).hasCount(1);
    assertThat(page.locator(".comment.flagged").last().locator(".polite"))
        .containsText("Polite form: ");
    Pages.picture(page, "polite-light");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
