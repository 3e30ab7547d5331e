package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.Lists;
import com.google.protobuf.Timestamp;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The charts in the system's Chromium, of a live chat that was calm for minutes and is raided. */
class ChartsPageTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();
  private static final double PATIENCE_MS = 60_000;
  private static final int CALM = 900;
  private static final int RAID = 90;
  private static final List<String> ATTACKS =
      List.of("thằng ngu này câm mồm đi", "đồ ngu", "you are a stupid idiot", "cút đi lũ ngu");

  @RegisterExtension private static final Pages PAGES = new Pages();

  @BeforeAll
  static void raidAChat() throws Exception {
    startSession("quiet");
    startSession("arena");
    ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + uri("").getPort());
    try {
      var push =
          CommentPushServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .withWaitForReady();
      Awaitility.await("the session is taken up")
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsMatching(
              fault -> Status.fromThrowable(fault).getCode() == Status.Code.FAILED_PRECONDITION)
          .until(() -> push.pushComments(batch(List.of())).getAcceptedCount() == 0);
      for (List<Comment> some : Lists.partition(raidedChat(), 50)) {
        assertThat(push.pushComments(batch(some)).getAcceptedCount()).isEqualTo(some.size());
      }
    } finally {
      channel.shutdownNow();
    }
    Awaitility.await("every comment is stored and tagged")
        .atMost(Duration.ofMinutes(1))
        .until(() -> totals().at("/commentCount").asInt() == CALM + RAID && untagged() == 0);
  }

  /** They would stand before the sample in the list of chats, and stay live. */
  @AfterAll
  static void endTheChats() throws Exception {
    for (JsonNode session : ask("v1/sessions", null).path("sessions")) {
      if (List.of("quiet", "arena").contains(session.path("chat").textValue())) {
        HTTP.send(
            HttpRequest.newBuilder(uri("v1/sessions/" + session.path("id").textValue()))
                .DELETE()
                .build(),
            HttpResponse.BodyHandlers.discarding());
      }
    }
  }

  private static PushCommentsRequest batch(List<Comment> comments) {
    return PushCommentsRequest.newBuilder().setChat("arena").addAllComments(comments).build();
  }

  private static void startSession(String chat) throws Exception {
    ask("v1/sessions", "{\"source\": \"push:" + chat + "\"}");
  }

  private static JsonNode totals() throws Exception {
    return ask("v1/chats/arena/statistics", null).path("totals");
  }

  private static long untagged() throws Exception {
    return ask("v1/chats/arena/comments?pageSize=1000&filter.flaggedOnly=true", null)
        .path("comments")
        .findValuesAsText("taggingState")
        .stream()
        .filter("PENDING"::equals)
        .count();
  }

  private static URI uri(String path) {
    return URI.create(PAGES.played().address() + path);
  }

  /** What a GET of the path answers, or a POST where there is a body. */
  private static JsonNode ask(String path, @Nullable String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
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
    List<JsonNode> comments = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ChartsPageTest.class.getResourceAsStream(
                    "/chatwarden/standalone/sample-chat.jsonl"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode comment = JSON.readTree(line);
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

  private static Page open(String view, int width, int height, ColorScheme colors) {
    Page page = PAGES.open(width, height, colors, "#/" + view);
    page.setDefaultTimeout(PATIENCE_MS);
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
    Pages.picture(page, "charts-light");

    choose(page, "All");
    Locator tiles = page.locator(".tile dd");
    says(tiles.nth(0), String.valueOf(CALM + RAID));
    JsonNode totals = totals();
    assertThat(tiles.nth(2)).hasText(totals.at("/offensiveCount").asText());
    assertThat(tiles.nth(3)).hasText(totals.at("/hateCount").asText());

    page.getByText("The same as a table").click();
    int counted = 0;
    for (String count : page.locator(".figures-table td:nth-child(2)").allTextContents()) {
      counted += Integer.parseInt(count);
    }
    assertThat(counted).isEqualTo(CALM + RAID);
    assertThat(page.locator(".panel mark").first()).isVisible();
    Pages.picture(page, "charts-all-light");
  }

  @Test
  void aRaidIsToldInItsFiguresAboveTheChartsAndTheComments() {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    Locator alert = page.getByRole(AriaRole.ALERT).filter(hasText("Hate spikes in this chat."));
    seen(alert);
    assertThat(alert)
        .containsText(
            Pattern.compile(
                "\\d+ of \\d+ comments of the last 30 seconds are offensive or hateful: \\d+ %,"
                    + " usually \\d+ %"));
    Pages.goTo(page, "Live");
    seen(alert);
    seen(page.locator(".comment").first());
    assertThat(alert.getByRole(AriaRole.LINK)).hasText("Strict mode …");

    page.evaluate("localStorage.setItem('chatwarden.reviewer', 'Ann')");
    page.reload();
    Locator strict = alert.getByRole(AriaRole.SWITCH);
    seen(strict);
    strict.click();
    assertThat(strict).hasAttribute("aria-checked", "true");
    Pages.picture(page, "raid-live");
    strict.click();
    assertThat(strict).hasAttribute("aria-checked", "false");
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
    Pages.picture(page, "charts-author");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("All authors")).click();
    says(page.locator(".tile dd").first(), all);

    first.click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Their comments")).click();
    seen(page.locator(".comment").first());
    assertThat(Set.copyOf(page.locator(".comment .author").allInnerTexts())).containsExactly(name);
  }

  @Test
  void aSpanLeadsToTheCommentsThatSayIt() {
    Page page = open("charts/arena", 1280, 1000, ColorScheme.LIGHT);
    Locator span = page.locator("a.rank").first();
    String words = span.locator(".rank-name").innerText();
    span.click();
    assertThat(page.getByLabel("Words")).hasValue(words);
    seen(page.locator(".comment").first());
    for (String text : page.locator(".comment .text").allInnerTexts()) {
      assertThat(text.toLowerCase(Locale.ROOT)).contains(words.split(" "));
    }
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
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = open("charts/arena", 1280, 1000, colors);
      seeCharts(page);
      page.getByText("The same as a table").click();
      Pages.assertAccessible(page, "charts " + colors);
    }
    Page dark = open("charts/arena", 1280, 1000, ColorScheme.DARK);
    choose(dark, "1 hour");
    says(dark.locator(".tile dd").first(), String.valueOf(CALM + RAID));
    seeCharts(dark);
    Pages.picture(dark, "charts-dark");

    Page phone = open("charts/arena", 390, 800, ColorScheme.LIGHT);
    seeCharts(phone);
    Pages.assertAccessible(phone, "charts on a phone");
    for (String box : List.of("document.documentElement", "document.querySelector('.charts')")) {
      assertThat(phone.evaluate(box + ".scrollWidth > " + box + ".clientWidth"))
          .as(box + " is wider than the phone")
          .isEqualTo(false);
    }
    Pages.picture(phone, "charts-phone");
  }
}
