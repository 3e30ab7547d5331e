package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pipelines and their runs in the system's Chromium, run by the platform's own worker. */
class PipelinesPageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator state(Page page, String step) {
    return page.locator(".steps tr", new Page.LocatorOptions().setHasText(step)).locator(".chip");
  }

  @Test
  void runIsBegunWatchedCancelledAndResumed() throws Exception {
    Page page = PAGES.open(ColorScheme.LIGHT);
    Pages.goTo(page, "Pipelines");
    assertThat(page.locator(".pipelines")).containsText("data → fit");
    Pages.assertAccessible(page, "pipelines");

    button(page, "Run now: check").click();
    assertThat(state(page, "data")).hasText("done");
    button(page, "Log of fit").click();
    assertThat(page.locator(".command code")).containsText("hanging");
    Pages.assertAccessible(page, "run");
    Pages.picture(page, "pipeline-run");

    button(page, "Cancel").click();
    assertThat(page.locator(".chat-head .chip")).hasText("cancelled");
    button(page, "Resume").click();
    assertThat(page.locator(".chat-head .chip")).hasText("done");
    assertThat(page.locator(".command code")).containsText("1");

    Download download = page.waitForDownload(() -> button(page, "Download data.csv").click());
    assertThat(download.suggestedFilename()).isEqualTo("data.csv");
    assertThat(Files.readString(download.path())).isEqualTo("a,b\n");

    Pages.goTo(page, "All pipelines");
    assertThat(page.locator(".runs tbody .chip").first()).hasText("done");
  }
}
