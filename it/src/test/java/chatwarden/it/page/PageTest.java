package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.testing.twitch.TwitchServer;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The live view in the system's Chromium, on a started platform that plays the sample chat. */
class PageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  @Test
  void showsTheChatWithLabelsProbabilitiesAndMarkedSpans() {
    Page page = PAGES.open(ColorScheme.LIGHT);

    assertThat(page.locator(".chats a").filter(new Locator.FilterOptions().setHasText("sample")))
        .containsText("333 comments");
    assertThat(page.locator(".comment").first()).isVisible();
    assertThat(page.locator(".comment mark").first()).isAttached();
    assertThat(page.locator(".comment .label.offensive").first()).isAttached();
    assertThat(page.locator(".comment .probability").first())
        .hasText(Pattern.compile("[01]\\.\\d\\d"));

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Flagged").setExact(true))
        .click();
    Locator comments = page.locator(".comment");
    assertThat(comments.first()).isVisible();
    assertThat(comments.count()).isLessThan(250);
    Pages.picture(page, "flagged-light");
  }

  @Test
  void isUsableInLightInDarkAndOnAPhone() {
    Page light = PAGES.open(ColorScheme.LIGHT);
    light.locator(".feed").evaluate("feed => feed.scrollTop = -feed.scrollHeight / 2");
    Pages.picture(light, "feed-light");
    Page dark = PAGES.open(ColorScheme.DARK);
    dark.locator(".feed").evaluate("feed => feed.scrollTop = feed.scrollHeight / 3");
    Pages.picture(dark, "feed-dark");
    Page phone = PAGES.open(390, 800, ColorScheme.LIGHT);
    Object overflow =
        phone.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
    assertThat(overflow).isEqualTo(false);
    Pages.picture(phone, "feed-phone");
  }

  @Test
  void theThresholdLeavesOutWhatIsLessProbable() {
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.getByRole(AriaRole.SLIDER).fill("90");
    for (String probability : page.locator(".comment .probability").allTextContents()) {
      assertThat(Double.parseDouble(probability)).isGreaterThanOrEqualTo(0.89);
    }
  }

  @Test
  void saysWhatIsWrongWithASourceThatCannotBeRead() {
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.getByPlaceholder("Paste a YouTube or Twitch address").fill("no such thing");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Read chat")).click();
    assertThat(page.locator("#source-problem")).containsText("video");
  }

  @Test
  void readsAChannelOfTwitchByItsAddress() throws IOException {
    TwitchServer twitch = PAGES.played().twitch();
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.getByPlaceholder("Paste a YouTube or Twitch address")
        .fill("https://www.twitch.tv/Some_Channel");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Read chat")).click();
    assertThat(page.locator(".panes h2")).hasText("some_channel");
    await().until(() -> twitch.guests("some_channel") == 1);

    String wrote = "@id=%s;user-id=%s;display-name=%s;badges=%s :x!x@x PRIVMSG #some_channel :%s";
    twitch.say("some_channel", wrote.formatted("t1", "1", "An", "broadcaster/1", "xin chào"));
    twitch.say("some_channel", wrote.formatted("t2", "2", "Bình", "", "đồ chó, mày ngu vl"));
    Locator first = page.locator(".comment").filter(new Locator.FilterOptions().setHasText("An"));
    Locator second =
        page.locator(".comment").filter(new Locator.FilterOptions().setHasText("Bình"));
    assertThat(first).containsText("xin chào");
    assertThat(first).containsText("owner");
    assertThat(second.locator("mark").first()).isVisible();
    twitch.say("some_channel", "@target-msg-id=t2 :tmi.twitch.tv CLEARMSG #some_channel :x");
    assertThat(second).containsText("deleted");
    Pages.picture(page, "twitch-light");
  }

  @Test
  void goesOnWithAChatThatIsReadASecondTime() throws IOException {
    TwitchServer twitch = PAGES.played().twitch();
    String said = "@id=%s;user-id=1;display-name=An :x!x@x PRIVMSG #twice :%s";
    Page page = PAGES.open(ColorScheme.LIGHT);
    Locator comments = page.locator(".panes .comment");
    readTwice(page);
    await().until(() -> twitch.guests("twice") == 1);
    twitch.say("twice", said.formatted("w1", "first stream"));
    assertThat(comments).hasCount(1);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop").setExact(true))
        .click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End this chat")).click();
    assertThat(page.getByText("The chat is over")).isVisible();
    await().until(() -> twitch.guests("twice") == 0);

    readTwice(page);
    await().until(() -> twitch.guests("twice") == 1);
    twitch.say("twice", said.formatted("w2", "second stream"));
    assertThat(comments).hasCount(2);
    assertThat(page.getByText("The chat is over")).isHidden();
    assertThat(page.locator(".read-again")).containsText("twitch:twice");
    assertThat(page.locator(".connection")).hasText("live");
    Pages.picture(page, "read-again-light");
    page.reload();
    assertThat(comments).hasCount(2);
    assertThat(page.locator(".read-again")).hasCount(1);
  }

  private static void readTwice(Page page) {
    page.getByPlaceholder("Paste a YouTube or Twitch address").fill("twitch:twice");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Read chat")).click();
    assertThat(page.locator(".panes h2")).hasText("twice");
  }

  @Test
  void jumpsAlsoToWhatCameWhileTheListStoodStill() throws IOException {
    TwitchServer twitch = PAGES.played().twitch();
    String said = "@id=%s;user-id=1;display-name=An :x!x@x PRIVMSG #jumps :%s";
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.getByPlaceholder("Paste a YouTube or Twitch address").fill("twitch:jumps");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Read chat")).click();
    await().until(() -> twitch.guests("jumps") == 1);
    twitch.say("jumps", said.formatted("j1", "xin chào"));
    assertThat(page.locator(".comment")).hasCount(1);
    page.keyboard().press("j");
    assertThat(page.getByText("Paused")).isHidden(); // There is nothing to jump to.

    twitch.say("jumps", said.formatted("j2", "đồ chó, mày ngu vl"));
    assertThat(page.locator(".comment.flagged")).hasCount(1);
    page.keyboard().press("k");
    Locator at = page.locator(".comment.at .text");
    assertThat(at).hasText("đồ chó, mày ngu vl");
    twitch.say("jumps", said.formatted("j3", "thằng ngu này câm mồm đi"));
    assertThat(page.getByText("1 new")).isVisible();
    page.keyboard().press("j");
    assertThat(at).hasText("thằng ngu này câm mồm đi");
    page.keyboard().press("k");
    assertThat(at).hasText("đồ chó, mày ngu vl");
  }

  @Test
  void saysThatThereIsNoSuchChannelOnTwitch() {
    PAGES
        .played()
        .twitch()
        .refuse(
            "no_such_channel",
            "@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #no_such_channel :This channel"
                + " does not exist or has been suspended.");
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.getByPlaceholder("Paste a YouTube or Twitch address").fill("twitch:no_such_channel");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Read chat")).click();
    assertThat(page.getByText("no channel of this name exists on Twitch")).isVisible();
  }

  @Test
  void pausesByKeyAndGoesOn() {
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.keyboard().press("p");
    assertThat(page.getByText("Paused")).isVisible();
    page.keyboard().press("p");
    assertThat(page.getByText("Paused")).isHidden();
  }

  @Test
  void showsWhatTheFiltersAskForAndJumpsFromFlaggedToFlagged() {
    Page page = PAGES.open(ColorScheme.LIGHT);
    Locator comments = page.locator(".comment");
    page.getByLabel("Label").selectOption("hate");
    assertThat(page.locator(".comment .label:not(.hate)")).hasCount(0);
    assertThat(comments.first()).isVisible();
    page.getByLabel("Label").selectOption("any label");

    String author = page.locator(".comment .author").first().innerText();
    page.getByLabel("Author").fill(author);
    assertThat(comments.first()).isVisible();
    for (String shown : page.locator(".comment .author").allInnerTexts()) {
      assertThat(shown).contains(author);
    }
    page.getByLabel("Author").fill("");

    page.getByLabel("Words").fill("no such words anywhere");
    assertThat(page.getByText("No comment passes the filter")).isVisible();
    page.getByLabel("Words").fill("");
    assertThat(comments.first()).isVisible(); // Until then there is nothing to jump to.

    page.locator(".feed").focus();
    page.keyboard().press("k");
    assertThat(page.locator(".comment.at.flagged")).isInViewport();
    String last = page.locator(".comment.at .text").innerText();
    page.keyboard().press("k");
    assertThat(page.locator(".comment.at .text")).not().hasText(last);
    page.keyboard().press("j");
    assertThat(page.locator(".comment.at .text")).hasText(last);
    page.keyboard().press("p");
    assertThat(page.locator(".comment.at")).hasCount(0);
  }

  @Test
  void showsChatsSideBySideWithFiltersOfTheirOwn() {
    PAGES.played().play("beside", 40, 0);
    Page page = PAGES.open(ColorScheme.LIGHT);
    page.getByLabel("Another chat beside it").selectOption("beside");
    Locator panes = page.locator(".panes > .chat");
    assertThat(panes).hasCount(2);
    assertThat(panes.nth(1).getByText("The chat is over")).isVisible();
    panes.nth(1).getByLabel("Words").fill("no such words anywhere");
    assertThat(panes.nth(1).getByText("No comment passes the filter")).isVisible();
    assertThat(panes.nth(0).locator(".comment").first()).isVisible();
    Pages.picture(page, "side-by-side-light");
    Pages.assertAccessible(page, "side by side");

    page.reload();
    assertThat(panes).hasCount(2);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Close sample")).click();
    assertThat(panes).hasCount(1);
    assertThat(panes.locator("h2")).hasText("beside");
  }
}
