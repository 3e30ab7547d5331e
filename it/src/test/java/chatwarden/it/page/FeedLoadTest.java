package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The feed of a chat with 500 comments a second: every one of them is counted, the page stays
 * small, and its memory flat. How long its frames take is measured, printed and written to {@code
 * target/feed-load.txt}, not asserted.
 */
class FeedLoadTest {
  private static final int PER_SECOND = 500;
  private static final int ROWS = 60;
  private static final long MAY_GROW_BYTES = 8L * 1024 * 1024;

  @RegisterExtension static final Pages PAGES = new Pages();

  @Test
  void staysSmallForSomeSeconds() throws Exception {
    load("load-short", 8);
  }

  @Test
  @Tag("soak")
  void staysSmallForAMinute() throws Exception {
    load("load-minute", 60);
  }

  private static void load(String chat, int seconds) throws IOException {
    int count = seconds * PER_SECOND;
    PAGES.played().play(chat, count, PER_SECOND);
    Page page = PAGES.open(1280, 800, ColorScheme.LIGHT, "#/chats/" + chat);
    assertThat(page.locator(".comment").first()).isVisible();
    page.evaluate(
        """
        () => {
          window.frames_ = [];
          let last = performance.now();
          const step = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(step); };
          requestAnimationFrame(step);
          window.rows_ = 0;
          setInterval(() => { window.rows_ = Math.max(window.rows_, document.querySelectorAll('.comment').length); }, 50);
        }
        """);
    LocatorAssertions.ContainsTextOptions patient =
        new LocatorAssertions.ContainsTextOptions().setTimeout(1_000.0 * (seconds + 60));
    assertThat(page.locator(".chat-head .figures"))
        .containsText(atLeast(count * 2 / 3, count), patient);
    long heap = heap(page);
    assertThat(page.locator(".chat-head .figures"))
        .containsText(String.format(Locale.ENGLISH, "%,d comments", count), patient);
    long grown = heap(page) - heap;
    Object rows = page.evaluate("window.rows_");
    report(chat, seconds, page, grown);
    assertThat(((Number) rows).intValue()).as("rows in the page").isBetween(1, ROWS);
    assertThat(grown).as("bytes of the page's heap").isLessThan(MAY_GROW_BYTES);
  }

  /** Any count from the first to the last, as the page writes it. */
  private static Pattern atLeast(int first, int last) {
    StringBuilder counts = new StringBuilder();
    for (int thousand = first / 1_000; thousand <= last / 1_000; thousand++) {
      counts.append(counts.isEmpty() ? "" : "|").append(thousand);
    }
    return Pattern.compile("\\b(" + counts + "),\\d\\d\\d comments");
  }

  private static long heap(Page page) {
    CDPSession session = page.context().newCDPSession(page);
    session.send("HeapProfiler.collectGarbage");
    JsonObject usage = session.send("Runtime.getHeapUsage");
    session.detach();
    return usage.get("usedSize").getAsLong();
  }

  private static void report(String chat, int seconds, Page page, long grown) throws IOException {
    Object frames =
        page.evaluate(
            """
            () => {
              const all = window.frames_.slice(1).sort((a, b) => a - b);
              const at = share => all[Math.min(all.length - 1, Math.floor(share * all.length))].toFixed(1);
              const late = all.filter(it => it > 50).length;
              return `${all.length} frames, ms between them: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(1)};`
                + ` ${late} over 50 ms`;
            }
            """);
    String line =
        "%s: %d comments/s for %d s: %s; heap after collection grew by %,d KiB over the last third%n"
            .formatted(chat, PER_SECOND, seconds, frames, grown / 1024);
    System.out.print(line);
    Files.writeString(Path.of("target", "feed-load.txt"), line);
  }
}
