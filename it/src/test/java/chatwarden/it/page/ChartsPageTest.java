package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.door.Platform;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.testing.process.Executables;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.Lists;
import com.google.protobuf.Timestamp;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The charts in the system's Chromium, of a live chat that was calm for minutes and is raided. */
class ChartsPageTest {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final Path AXE = Path.of("..", "web", "node_modules", "axe-core", "axe.min.js");
  private static final double PATIENCE_MS = 60_000;
  private static final int CALM = 900;
  private static final int RAID = 90;
  private static final List<String> ATTACKS =
      List.of("thằng ngu này câm mồm đi", "đồ ngu", "you are a stupid idiot", "cút đi lũ ngu");

  @TempDir private static Path folder;
  private static @Nullable Browser browser;
  private static @Nullable Platform platform;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    Executables.require("node");
    browser = new Browser();
    Platform up = new Platform(folder);
    platform = up;
    startSession(up, "quiet");
    startSession(up, "arena");
    for (List<Comment> batch : Lists.partition(raidedChat(), 50)) {
      var _ =
          CommentPushServiceGrpc.newBlockingStub(up.channel())
              .pushComments(
                  PushCommentsRequest.newBuilder().setChat("arena").addAllComments(batch).build());
    }
    Awaitility.await("every comment is stored")
        .atMost(Duration.ofMinutes(1))
        .until(() -> totals(up).at("/commentCount").asInt() == CALM + RAID);
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void noComplaints() {
    contexts.forEach(BrowserContext::close);
    assertThat(complaints).as("what the browser's console complained of").isEmpty();
  }

  private static void startSession(Platform up, String chat) {
    assertThat(up.post("/v1/sessions", "{\"source\": \"push:" + chat + "\"}").status())
        .isEqualTo(200);
  }

  private static JsonNode totals(Platform up) {
    return up.get("/v1/chats/arena/statistics").body().at("/totals");
  }

  /** The comments of the sample over a quarter of an hour, at its end a raid of half a minute. */
  private static List<Comment> raidedChat() throws IOException {
    List<JsonNode> sample = sample();
    Random dice = new Random(7);
    Instant end = Instant.now();
    List<Comment> chat = new ArrayList<>();
    for (int n = 0; n < CALM; n++) {
      JsonNode said = sample.get(dice.nextInt(sample.size()));
      chat.add(
          comment(
              "c" + n,
              said.at("/text").textValue(),
              author(said.at("/author/id").textValue(), said.at("/author/name").textValue()),
              end.minusMillis(900_000 - n * 970L)));
    }
    for (int n = 0; n < RAID; n++) {
      int who = dice.nextInt(6);
      chat.add(
          comment(
              "r" + n,
              ATTACKS.get(n % ATTACKS.size()),
              author("raider-" + who, "raider_" + who),
              end.minusMillis(25_000 - n * 270L)));
    }
    return chat;
  }

  private static List<JsonNode> sample() throws IOException {
    JsonMapper json = new JsonMapper();
    List<JsonNode> comments = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ChartsPageTest.class.getResourceAsStream(
                    "/chatwarden/standalone/sample-chat.jsonl"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode comment = json.readTree(line);
        if (comment.hasNonNull("text") && comment.hasNonNull("author")) {
          comments.add(comment);
        }
      }
    }
    return comments;
  }

  private static Author author(String id, String name) {
    return Author.newBuilder().setId(id).setName(name).build();
  }

  private static Comment comment(String id, String text, Author author, Instant time) {
    return Comment.newBuilder()
        .setId(id)
        .setText(text)
        .setAuthor(author)
        .setPublishTime(
            Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
        .build();
  }

  private static Platform platform() {
    if (platform == null) {
      throw new IllegalStateException("no platform");
    }
    return platform;
  }

  private Page open(String view, int width, int height, ColorScheme colors) {
    if (browser == null) {
      throw new IllegalStateException("no browser");
    }
    BrowserContext context =
        browser
            .chromium()
            .newContext(
                new NewContextOptions()
                    .setViewportSize(width, height)
                    .setColorScheme(colors)
                    .setTimezoneId("UTC"));
    contexts.add(context);
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(platform().uri("/#/" + view).toString());
    return page;
  }

  private static void seeCharts(Page page) {
    seen(page.locator(".layer.hate").first());
    seen(page.locator(".raid"));
  }

  private static void seen(Locator what) {
    assertThat(what).isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MS));
  }

  private static void says(Locator what, String text) {
    assertThat(what).containsText(text, new ContainsTextOptions().setTimeout(PATIENCE_MS));
  }

  private static void choose(Page page, String window) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(window).setExact(true))
        .click();
  }

  @Test
  void chartsShowWhatIsStoredOfTheWindowThatIsChosen() throws Exception {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    seeCharts(page);
    picture(page, "charts-light");

    choose(page, "All");
    Locator tiles = page.locator(".tile dd");
    says(tiles.nth(0), String.valueOf(CALM + RAID));
    JsonNode totals = totals(platform());
    assertThat(tiles.nth(2)).hasText(totals.at("/offensiveCount").asText());
    assertThat(tiles.nth(3)).hasText(totals.at("/hateCount").asText());

    page.getByText("The same as a table").click();
    int counted = 0;
    for (String count : page.locator(".figures-table td:nth-child(2)").allTextContents()) {
      counted += Integer.parseInt(count);
    }
    assertThat(counted).isEqualTo(CALM + RAID);
    assertThat(page.locator(".card mark").first()).isVisible();
    picture(page, "charts-all-light");
  }

  @Test
  void aRaidIsToldInItsFiguresAboveTheChartsAndTheComments() throws Exception {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    Locator alert = page.getByRole(AriaRole.ALERT).filter(hasText("Hate spikes in this chat."));
    seen(alert);
    assertThat(alert)
        .containsText(
            Pattern.compile(
                "\\d+ of \\d+ comments of the last 30 seconds are offensive or hateful: \\d+ %,"
                    + " where \\d+ % is usual"));
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Live").setExact(true))
        .click();
    seen(alert);
    seen(page.locator(".comment").first());
    picture(page, "raid-live");
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void anAuthorsOwnCurveIsOneClickAwayAndBack() throws Exception {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    choose(page, "1 hour");
    says(page.locator(".tile dd").first(), String.valueOf(CALM + RAID));
    Locator first = page.locator("button.rank").first();
    String name = first.locator(".rank-name").innerText();
    assertThat(name).isNotEmpty();
    String all = page.locator(".tile dd").first().innerText();

    first.click();
    says(page.locator(".only"), name);
    assertThat(page.locator(".tile dd").first()).not().hasText(all);
    picture(page, "charts-author");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("All authors")).click();
    says(page.locator(".tile dd").first(), all);
  }

  @Test
  void chartsAreReadByKeys() {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    choose(page, "All");
    says(page.locator(".tile dd").first(), String.valueOf(CALM + RAID));
    Locator chart =
        page.getByRole(
            AriaRole.SLIDER, new Page.GetByRoleOptions().setName(Pattern.compile("^Comments per")));
    chart.focus();
    page.keyboard().press("Home");
    String first = chart.getAttribute("aria-valuetext");
    assertThat(first).contains("comments");
    says(page.locator(".readout").first(), first);
    assertThat(page.locator(".chart-cursor")).hasCount(3);
    page.keyboard().press("ArrowRight");
    assertThat(chart.getAttribute("aria-valuetext")).isNotEqualTo(first);
    page.keyboard().press("Escape");
    assertThat(page.locator(".chart-cursor")).hasCount(0);
  }

  @Test
  void aChatWithoutCommentsSaysSo() {
    Page page = open("charts/quiet", 1280, 800, ColorScheme.LIGHT);
    seen(page.getByText("No comment yet"));
    assertThat(page.locator(".raid")).hasCount(0);
  }

  @Test
  void noSeriousFaultForAssistiveTechnologyInLightDarkAndOnAPhone() throws Exception {
    Assumptions.assumeTrue(Files.exists(AXE), "axe-core is not installed: npm ci in web/");
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = open("charts/arena", 1280, 1000, colors);
      seeCharts(page);
      page.getByText("The same as a table").click();
      assertAccessible(page, "charts " + colors);
    }
    Page dark = open("charts/arena", 1280, 1000, ColorScheme.DARK);
    choose(dark, "1 hour");
    says(dark.locator(".tile dd").first(), String.valueOf(CALM + RAID));
    seeCharts(dark);
    picture(dark, "charts-dark");

    Page phone = open("charts/arena", 390, 800, ColorScheme.LIGHT);
    seeCharts(phone);
    assertAccessible(phone, "charts on a phone");
    for (String box : List.of("document.documentElement", "document.querySelector('.charts')")) {
      assertThat(phone.evaluate(box + ".scrollWidth > " + box + ".clientWidth"))
          .as(box + " is wider than the phone")
          .isEqualTo(false);
    }
    picture(phone, "charts-phone");
  }

  private static void assertAccessible(Page page, String view) throws IOException {
    page.evaluate(Files.readString(AXE));
    Object serious =
        page.evaluate(
            "axe.run().then(found => found.violations"
                + ".filter(it => ['serious', 'critical'].includes(it.impact))"
                + ".map(it => it.id + ': ' + it.nodes.map(n => n.target).join(' ')))");
    assertThat((List<?>) serious).as(view).isEmpty();
  }

  private static void picture(Page page, String name) throws IOException {
    Files.createDirectories(PICTURES);
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
  }
}
