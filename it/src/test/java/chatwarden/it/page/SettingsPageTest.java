package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A chat's settings in the system's Chromium. */
class SettingsPageTest {
  @RegisterExtension static final Pages PAGES = new Pages();

  private static Page settings(String name, ColorScheme colors) {
    Page page = PAGES.open(colors);
    Pages.goTo(page, "Settings");
    page.getByLabel("Your name, as the audit log shows it").fill(name);
    button(page, "Go on to the settings").click();
    assertThat(strict(page)).isVisible();
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator strict(Page page) {
    return page.getByRole(AriaRole.SWITCH);
  }

  private static void add(Page page, String list, String value) {
    Locator field = page.getByLabel("Add to: " + list, new Page.GetByLabelOptions().setExact(true));
    field.fill(value);
    field.press("Enter");
  }

  @Test
  void rulesAndThresholdsAreChangedSavedAndLogged() {
    Page page = settings("Ann", ColorScheme.LIGHT);
    add(page, "Always flag", "<b>buy</b> followers");
    page.getByLabel("Hateful alone", new Page.GetByLabelOptions().setExact(true)).first().check();
    page.getByLabel("Moderators").check();
    assertThat(page.getByText("Not saved yet")).isVisible();
    button(page, "Save").click();
    assertThat(page.getByText("Saved changes hold")).isVisible();
    assertThat(page.locator(".figures")).containsText("Changed by Ann");
    Pages.picture(page, "settings-light");

    page.reload();
    assertThat(page.locator(".rule")).hasText("<b>buy</b> followers");
    assertThat(page.locator(".rule b")).hasCount(0);
    assertThat(page.getByLabel("Moderators")).isChecked();

    Pages.goTo(page, "Audit log");
    assertThat(page.locator(".audit tbody tr").first())
        .containsText("settings: hate threshold, always flag, never flag");
  }

  @Test
  void previewSaysWhatAnEditWouldChangeBeforeItIsSaved() {
    Page page = settings("Ann", ColorScheme.LIGHT);
    Locator preview = page.locator(".preview");
    assertThat(preview).hasCount(0);
    page.getByLabel("Offensive or hateful", new Page.GetByLabelOptions().setExact(true))
        .first()
        .check();
    page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Offensive or hateful"))
        .fill("1");
    button(page, "What would change?").click();
    assertThat(preview).containsText("would be flagged instead of");
    assertThat(preview.getByText("Flagged then")).isVisible();
    assertThat(preview.locator("li").first()).not().isEmpty();
    Pages.assertAccessible(page, "the preview of settings");
    Pages.picture(page, "settings-preview-light");
    button(page, "Discard").click();
    assertThat(preview).hasCount(0);
  }

  @Test
  void aRuleThatCannotServeIsNamed() {
    Page page = settings("Ann", ColorScheme.LIGHT);
    page.getByLabel("Kind of rule to add to: Excuse").selectOption("pattern");
    add(page, "Excuse", "(unclosed");
    button(page, "Save").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("RE2");
    assertThat(page.locator(".rule.wrong")).hasText("(unclosed");
    button(page, "Discard").click();
    assertThat(page.locator(".rule.wrong")).hasCount(0);
  }

  @Test
  void strictModeIsOneSwitch() {
    Page page = settings("Ben", ColorScheme.DARK);
    strict(page).click();
    assertThat(strict(page)).hasAttribute("aria-checked", "true");
    assertThat(page.locator(".strict")).containsText("from 0.10 on");
    Pages.picture(page, "settings-strict-dark");
    strict(page).click();
    assertThat(strict(page)).hasAttribute("aria-checked", "false");
    assertThat(page.locator(".strict")).containsText(Pattern.compile("from 0\\.30 on"));
  }

  @Test
  void whoWasOvertakenIsTold() {
    Page ann = settings("Ann", ColorScheme.LIGHT);
    Page ben = settings("Ben", ColorScheme.LIGHT);
    add(ann, "Excuse", "gg ez");
    add(ben, "Excuse", "well played");
    button(ann, "Save").click();
    assertThat(ann.getByText("Saved changes hold")).isVisible();
    button(ben, "Save").click();
    assertThat(ben.getByRole(AriaRole.ALERT)).containsText("another reviewer changed the settings");
    button(ben, "Discard").click();
    assertThat(ben.locator(".rule").filter(new Locator.FilterOptions().setHasText("gg ez")))
        .isVisible();
  }

  @Test
  void isAccessibleInLightAndDarkAndOnAPhone() {
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = settings("Eve", colors);
      Pages.assertAccessible(page, "settings " + colors);
      page.setViewportSize(390, 800);
      Pages.assertAccessible(page, "settings on a phone " + colors);
      Pages.picture(page, "settings-phone-" + colors.name().toLowerCase(Locale.ROOT));
    }
  }
}
