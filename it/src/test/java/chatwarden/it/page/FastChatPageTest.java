package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A chat of 2,000 comments a second, which the bridge streams to the page: the page states by what
 * rule it leaves comments out, counts them, draws every flagged one, and stays small. The first
 * paint, the rate that the platform reached and the time between frames are printed and written to
 * {@code target/fast-chat.txt}, not asserted.
 */
class FastChatPageTest {
  private static final int PER_SECOND = 2_000;
  private static final int COMMENTS = 16_000;

  /** One comment of so many is hostile. */
  private static final int BETWEEN_HOSTILE = 100;

  private static final int ROWS = 60;
  private static final double PATIENCE_MILLIS = 120_000;
  private static final List<String> TEXTS =
      List.of("trận này hay quá", "wow", "cố lên", "that was a great play", "hello chat", "gg");
  private static final Pattern RULE =
      Pattern.compile(
          "[\\d,]+ comments a second: 1 of [\\d,]+ is shown, flagged ones always\\."
              + " [\\d,]+ left out, all are counted\\.");

  /**
   * Records frames, the most rows at a time, the counts that the notice states, and, while it is
   * shown, the numbers of the hostile comments that are drawn, apart where more comments came
   * between two drawings than the page keeps.
   */
  private static final String WATCH =
      """
      () => {
        const seen = window.seen_ = { frames: [], rows: 0, left: [], runs: [], drawn: 0, stated: false, count: 0 };
        const look = () => {
          seen.rows = Math.max(seen.rows, document.querySelectorAll('.comment').length);
          const left = /([\\d,]+) left out/.exec(document.querySelector('.fast')?.textContent ?? '');
          if (left !== null) seen.left.push(Number(left[1].replaceAll(',', '')));
          return left !== null;
        };
        new MutationObserver(changes => {
          const stated = look();
          const count = Number(document.querySelector('.chat-head .figures strong').textContent.replaceAll(',', ''));
          const kept = count - seen.count <= 2000;
          seen.count = count;
          if (stated && !(seen.stated && kept)) seen.runs.push([]);
          seen.stated = stated;
          if (!stated) return;
          for (const change of changes) for (const added of change.addedNodes) {
            if (!added.matches?.('.comment')) continue;
            seen.drawn++;
            const number = /^hostile-(\\d+)$/.exec(added.querySelector('.author').textContent);
            if (number !== null) seen.runs.at(-1).push(Number(number[1]));
          }
        }).observe(document.querySelector('.panes'), { childList: true, subtree: true, characterData: true });
        let last = performance.now();
        const step = now => { seen.frames.push(now - last); last = now; requestAnimationFrame(step); };
        requestAnimationFrame(step);
      }
      """;

  private static final String FRAMES =
      """
      () => {
        const all = window.seen_.frames.slice(1);
        const seconds = all.reduce((sum, it) => sum + it, 0) / 1000;
        const sorted = all.toSorted((a, b) => a - b);
        const at = share => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
        return `${(all.length / seconds).toFixed(1)} frames a second for ${seconds.toFixed(1)} s, ms between them:`
          + ` p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(1)}; ${all.filter(it => it > 50).length} over 50 ms`;
      }
      """;

  private static final String FIRST_PAINT =
      """
      () => new Promise(resolve => new PerformanceObserver(found => {
        for (const { name, startTime } of found.getEntries()) {
          if (name === 'first-contentful-paint') resolve(startTime);
        }
      }).observe({ type: 'paint', buffered: true }))
      """;

  @RegisterExtension static final Pages PAGES = new Pages();

  private static List<String> chat() {
    return IntStream.range(0, COMMENTS)
        .mapToObj(
            n ->
                n % BETWEEN_HOSTILE == 0
                    ? line(n, "đồ ngu, câm mồm đi", "hostile-" + n / BETWEEN_HOSTILE)
                    : line(n, TEXTS.get(n % TEXTS.size()), "an-" + n % 50))
        .toList();
  }

  private static String line(int n, String text, String author) {
    return """
    {"id":"f%d","text":"%s","author":{"id":"%s","name":"%s"}}\
    """
        .formatted(n, text, author, author);
  }

  @Test
  void statesByWhatRuleCommentsAreLeftOutAndDrawsEveryFlaggedOne() throws IOException {
    Page before = PAGES.open(1280, 800, ColorScheme.LIGHT, "#/chats/sample");
    Object idle = before.evaluate(FIRST_PAINT);
    before.close();

    PAGES.played().playLines("fast", chat(), PER_SECOND);
    Page page = PAGES.open(1280, 800, ColorScheme.LIGHT, "#/chats/fast");
    Object busy = page.evaluate(FIRST_PAINT);
    assertThat(page.locator(".comment").first())
        .isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
    page.evaluate(WATCH);
    long began = System.nanoTime();
    assertThat(page.locator(".fast"))
        .containsText(RULE, new ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    Pages.assertAccessible(page, "a fast chat");
    Pages.picture(page, "fast-light");
    assertThat(page.locator(".chat-head .figures"))
        .containsText("16,000 comments", new ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    double seconds = (System.nanoTime() - began) / 1e9;
    report(seconds, idle, busy, page.evaluate(FRAMES));

    assertThat(page.locator(".fast")).hasCount(0);
    assertThat(number(page, "seen_.rows")).as("most rows at a time").isBetween(1, ROWS);
    assertThat(number(page, "Math.max(...seen_.left)")).as("left out").isPositive();
    assertThat(number(page, "seen_.drawn")).as("drawn").isLessThan(COMMENTS / 2);
    List<List<Integer>> runs = runs(page);
    assertThat(runs.stream().mapToInt(List::size).sum()).as("hostile ones drawn").isGreaterThan(3);
    assertThat(runs).allSatisfy(FastChatPageTest::assertWithoutGap);
  }

  /** The numbers of the hostile comments that were drawn, for each time that the rule applied. */
  private static List<List<Integer>> runs(Page page) {
    return ((List<?>) page.evaluate("seen_.runs"))
        .stream()
            .map(run -> ((List<?>) run).stream().map(n -> ((Number) n).intValue()).toList())
            .toList();
  }

  private static void assertWithoutGap(List<Integer> hostile) {
    IntSummaryStatistics numbers = hostile.stream().mapToInt(n -> n).summaryStatistics();
    assertThat(hostile)
        .as("each flagged comment while the rule applied")
        .hasSize(hostile.isEmpty() ? 0 : numbers.getMax() - numbers.getMin() + 1)
        .doesNotHaveDuplicates();
  }

  private static int number(Page page, String expression) {
    return ((Number) page.evaluate(expression)).intValue();
  }

  private static void report(double seconds, Object idle, Object busy, Object frames)
      throws IOException {
    String line =
        ("a file of %,d comments at %,d/s, read in %.1f s: %s; first contentful paint %.0f ms,"
                + " beside that chat %.0f ms%n")
            .formatted(COMMENTS, PER_SECOND, seconds, frames, millis(idle), millis(busy));
    System.out.print(line);
    Files.writeString(Path.of("target", "fast-chat.txt"), line);
  }

  private static double millis(Object time) {
    return ((Number) time).doubleValue();
  }
}
