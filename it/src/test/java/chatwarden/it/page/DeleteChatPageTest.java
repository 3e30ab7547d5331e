package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The deletion of a chat on the server, in the system's Chromium. */
class DeleteChatPageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  private static Locator listed(Page page, String chat) {
    return page.locator(".chats .chat-id")
        .getByText(chat, new Locator.GetByTextOptions().setExact(true));
  }

  @Test
  void chatIsDeletedOnceItsNameIsTyped() {
    PAGES.played().play("mistyped", 5, 0);
    Page page = PAGES.open(new Look(1280, 800, ColorScheme.LIGHT, "en-GB"), "#/chats/mistyped");
    assertThat(page.locator(".ending")).isVisible();
    assertThat(listed(page, "mistyped")).isVisible();

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete chat")).click();
    dialog(page).getByLabel("Your name, as the audit log shows it").fill("Ann");
    dialog(page)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Continue"))
        .click();
    Locator delete =
        dialog(page)
            .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete for good"));
    assertThat(delete).isDisabled();
    dialog(page).getByLabel("Type the name of the chat: mistyped").fill("mistype");
    assertThat(delete).isDisabled();
    Pages.assertAccessible(page, "deletion");
    dialog(page).getByLabel("Type the name of the chat: mistyped").fill("mistyped");
    delete.click();

    assertThat(dialog(page)).hasCount(0);
    assertThat(listed(page, "mistyped")).hasCount(0);
    String log = page.request().get(PAGES.played().address() + "v1/deletedChats").text();
    assertThat(log).contains("\"mistyped\"", "\"Ann\"");
    assertThat(page.request().get(PAGES.played().address() + "v1/chats/mistyped/comments").status())
        .isEqualTo(404);
  }

  @Test
  void chatStaysWhenTheDialogIsLeft() {
    PAGES.played().play("kept", 5, 0);
    Page page = PAGES.open(new Look(390, 664, ColorScheme.DARK, "vi-VN"), "#/chats/kept");
    assertThat(page.locator(".ending")).isVisible();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Xoá phòng chat")).click();
    assertThat(dialog(page)).containsText("Không có cách nào lấy lại.");
    Pages.assertAccessible(page, "deletion in Vietnamese");
    Pages.picture(page, "delete-chat");
    page.keyboard().press("Escape");
    assertThat(dialog(page)).hasCount(0);
    assertThat(page.request().get(PAGES.played().address() + "v1/chats/kept/comments").status())
        .isEqualTo(200);
  }
}
