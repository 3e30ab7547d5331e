package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A corpus of texts that would be scripts if any part of the page took them for markup: sent as
 * comments, names of authors and reviewers, notes and rules, each is shown to the letter and does
 * nothing. The page's policy reports to the console, where {@link Pages} would hear of it.
 */
class HostileTextTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String CHAT = "hostile";

  @RegisterExtension static final Pages PAGES = new Pages();

  private static List<String> payloads = List.of();

  @BeforeAll
  static void playThem() throws IOException {
    try (InputStream in = HostileTextTest.class.getResourceAsStream("/xss/payloads.txt")) {
      if (in == null) {
        throw new AssertionError("no corpus");
      }
      payloads = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(payloads).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      ObjectNode line = MAPPER.createObjectNode();
      line.put("id", "h" + i).put("text", payloads.get(i));
      line.putObject("author").put("id", "a" + i).put("name", payloads.get(i));
      lines.add(MAPPER.writeValueAsString(line));
    }
    PAGES.played().playFlagged(CHAT, lines);
  }

  private static Page open(String view) {
    Page page = PAGES.open(1280, 800, ColorScheme.LIGHT, "#/" + view + "/" + CHAT);
    page.onDialog(
        dialog -> {
          throw new AssertionError("a dialog: " + dialog.message());
        });
    return page;
  }

  /** Nothing ran, and the page has no element but those of its components. */
  private static void assertHarmless(Page page) {
    assertThat(page.evaluate("window.xss_ === undefined")).isEqualTo(true);
    assertThat(
            page.evaluate(
                """
                [...document.querySelectorAll('#app *')]
                  .filter(it => ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'LINK', 'META', 'BASE', 'VIDEO', 'AUDIO',
                      'MARQUEE', 'TEMPLATE', 'NOSCRIPT', 'X', 'MATH'].includes(it.tagName.toUpperCase())
                    || (it.tagName === 'IMG' && it.getAttribute('src') !== '/icon.svg')
                    || [...it.attributes].some(at => at.name.startsWith('on') || at.value.trim().startsWith('javascript:')))
                  .map(it => it.outerHTML)
                """))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .isEmpty();
  }

  private static List<String> squeezed(List<String> texts) {
    return texts.stream().map(text -> text.replaceAll("\\s+", " ").strip()).toList();
  }

  @Test
  void commentsAndAuthorsStayText() {
    Page page = open("chats");
    assertThat(page.getByText("The chat is over")).isVisible();
    assertThat(squeezed(page.locator(".comment .text").allTextContents()))
        .containsExactlyElementsOf(squeezed(payloads));
    assertThat(squeezed(page.locator(".comment .author").allTextContents()))
        .containsExactlyElementsOf(squeezed(payloads));
    page.getByLabel("Words").fill(payloads.getFirst());
    page.getByLabel("Author").fill(payloads.get(4));
    assertHarmless(page);
  }

  @Test
  void notesAndNamesOfReviewersStayText() {
    Page page = open("review");
    page.getByLabel("Your name, as the audit log shows it").fill(payloads.getFirst());
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start to review")).click();
    List<String> notes = payloads.subList(0, 12);
    for (String note : notes) {
      Locator deciding = page.locator(".deciding .text");
      String before = deciding.innerText();
      page.keyboard().press("n");
      page.locator("#note").fill(note);
      page.locator("#note").press("Escape");
      assertThat(page.locator(".choice.h")).isEnabled();
      page.keyboard().press("h");
      assertThat(deciding).not().hasText(before);
    }
    assertHarmless(page);
    Pages.goTo(page, "Audit log");
    Locator rows = page.locator(".audit tbody tr");
    assertThat(rows).hasCount(notes.size());
    assertThat(squeezed(page.locator(".audit tbody td:nth-last-child(2)").allTextContents()))
        .containsExactlyElementsOf(squeezed(notes.reversed()));
    assertThat(rows.first()).containsText(payloads.getFirst());
    assertHarmless(page);
  }

  @Test
  void rulesStayText() {
    Page page = open("settings");
    page.getByLabel("Your name, as the audit log shows it").fill("Ann");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Go on to the settings"))
        .click();
    for (String payload : payloads.subList(0, 10)) {
      Locator field =
          page.getByLabel("Add to: Always flag", new Page.GetByLabelOptions().setExact(true));
      field.fill(payload);
      field.press("Enter");
    }
    assertThat(page.locator(".rule")).hasCount(10);
    assertThat(page.locator(".rule").allTextContents())
        .containsExactlyElementsOf(payloads.subList(0, 10));
    assertHarmless(page);
  }
}
