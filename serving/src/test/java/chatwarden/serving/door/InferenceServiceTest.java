package chatwarden.serving.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelFolders;
import chatwarden.repository.ModelFolders.Echo;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.VersionPolicy;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.telemetry.Telemetry;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class InferenceServiceTest {

  private static final Config CONFIG =
      Config.defaults().with(ServingKeys.INFERENCE_THREADS, 1).with(ServingKeys.INFERENCE_QUEUE, 2);

  private final Path root;
  private final Telemetry telemetry = Telemetry.prometheus();
  private final AtomicInteger batches = new AtomicInteger();
  private final AtomicInteger detections = new AtomicInteger();
  private final List<Integer> refined = new CopyOnWriteArrayList<>();
  private final Inference<Echo, String, String> question = new Echoes();
  private boolean knowsUnknown;
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final ModelRepository<Echo> repository;
  private final InferenceService<Echo, String> door;

  InferenceServiceTest(@TempDir Path root) {
    this.root = root;
    this.repository =
        new ModelRepository<>(
            ModelFolders.TASK,
            ModelFolder.at(root),
            List.of(new ModelFolders.Loader()),
            VersionPolicy.ALL,
            telemetry.registry());
    this.door =
        new InferenceService<>(
            "echo-server", repository, question, this::detect, CONFIG, telemetry);
  }

  @BeforeEach
  void start() {
    new ModelFolders(root).add("vi-echo", "1", "vi", "vi");
    repository.start();
    door.start();
  }

  @AfterEach
  void close() {
    released.countDown();
    door.close();
    repository.close();
    telemetry.close();
  }

  /** Improves answers to texts that ask for it, and knows no language of texts that say so. */
  private final class Echoes implements Inference<Echo, String, String> {

    @Override
    public String tokenise(Echo model, String text, String language) {
      return text;
    }

    @Override
    public int tokens(String text) {
      return 1;
    }

    @Override
    public List<String> run(Echo model, List<String> texts) {
      return infer(model, texts);
    }

    @Override
    public boolean isFinal(String answer) {
      return !answer.contains("improve") || answer.startsWith("better");
    }

    @Override
    public List<String> refine(Echo model, List<String> texts, List<String> answers) {
      refined.add(texts.size());
      return answers.stream().map(answer -> "better " + answer).toList();
    }

    @Override
    public boolean marksUnknownLanguages() {
      return knowsUnknown;
    }

    @Override
    public String inUnknownLanguage(String answer) {
      return "unknown " + answer;
    }
  }

  private List<String> infer(Echo model, List<String> texts) {
    batches.incrementAndGet();
    if (texts.contains("block")) {
      entered.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return texts.contains("lose one") ? List.of() : model.answer(texts);
  }

  private String detect(String text) {
    detections.incrementAndGet();
    return text.startsWith("en ")
        ? "en"
        : text.startsWith("fr ") ? "fr" : text.startsWith("und ") ? "und" : "vi";
  }

  private void serveEnglishToo() {
    new ModelFolders(root).add("en-echo", "7", "en", "en");
    repository.refresh();
  }

  private static TextCall call(String... texts) {
    return callFor("", "", texts);
  }

  private static TextCall callFor(String language, String model, String... texts) {
    List<String> ids = IntStream.range(0, texts.length).mapToObj(i -> "id" + i).toList();
    return new TextCall(ids, List.of(texts), language, model);
  }

  private List<String> answers(TextCall call) {
    return door.ask(call).toCompletableFuture().join().stream()
        .map(answer -> answer.id() + "=" + answer.result() + " by " + answer.model())
        .toList();
  }

  @Test
  void answersThatAreNotFinalAreImproved() {
    assertThat(answers(call("a", "improve b", "c", "improve d")))
        .containsExactly(
            "id0=vi:a by vi-echo@1",
            "id1=better vi:improve b by vi-echo@1",
            "id2=vi:c by vi-echo@1",
            "id3=better vi:improve d by vi-echo@1");
    assertThat(refined.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
  }

  @Test
  void firstAnswersAreGivenBeforeTheyAreImproved() {
    List<String> first = new CopyOnWriteArrayList<>();

    door.ask(
            call("a", "improve b"),
            (place, answer, isFinal) -> first.add(place + answer.result() + isFinal))
        .toCompletableFuture()
        .join();

    assertThat(first).containsExactly("0vi:atrue", "1vi:improve bfalse");
  }

  @Test
  void answersToTextsInNoKnownLanguageAreMarked() {
    knowsUnknown = true;
    serveEnglishToo();

    assertThat(answers(call("a", "und b", "en c")))
        .containsExactly(
            "id0=vi:a by vi-echo@1",
            "id1=unknown vi:und b by vi-echo@1",
            "id2=en:en c by en-echo@7");
    assertThat(answers(callFor("vi", "", "und b"))).containsExactly("id0=vi:und b by vi-echo@1");
    assertThat(telemetry.scrape())
        .contains("chatwarden_inference_unknown_language_total{server=\"echo-server\"} 1.0");
  }

  @Test
  void aModelOfSeveralLanguagesGetsTheirTextsTogether() {
    new ModelFolders(root).add("a-both", "1", "vi, en", "both");
    repository.refresh();

    assertThat(answers(call("a", "en b")))
        .containsExactly("id0=both:a by a-both@1", "id1=both:en b by a-both@1");
    assertThat(batches).hasValue(1);
    assertThat(door.ask(call("a", "en b")).toCompletableFuture().join())
        .extracting(Answer::language)
        .containsExactly("vi", "en");
  }

  @Test
  void answersTextsInTheirOrder() {
    assertThat(answers(call("a", "b")))
        .containsExactly("id0=vi:a by vi-echo@1", "id1=vi:b by vi-echo@1");
    assertThat(batches).hasValue(1);
  }

  @Test
  void textsOfCallsThatWaitAreAnsweredTogether() throws Exception {
    List<CompletableFuture<?>> taken = fill();
    released.countDown();
    for (CompletableFuture<?> call : taken) {
      call.get(60, TimeUnit.SECONDS);
    }

    assertThat(batches).hasValue(2);
  }

  @Test
  void asksNoDetectorWhileOneLanguageIsServed() {
    assertThat(answers(callFor("auto", "", "en a"))).containsExactly("id0=vi:en a by vi-echo@1");
    assertThat(detections).hasValue(0);
  }

  @Test
  void textsOfOneCallGoToTheModelsOfTheirLanguagesAndComeBackInOrder() {
    serveEnglishToo();

    assertThat(answers(callFor("auto", "", "vi a", "en b", "vi c", "fr d", "en e")))
        .containsExactly(
            "id0=vi:vi a by vi-echo@1",
            "id1=en:en b by en-echo@7",
            "id2=vi:vi c by vi-echo@1",
            "id3=vi:fr d by vi-echo@1",
            "id4=en:en e by en-echo@7");
    assertThat(batches).hasValue(2);
  }

  @Test
  void theLanguageOrTheModelThatTheCallNamesDecides() {
    serveEnglishToo();

    assertThat(answers(callFor("en", "", "vi a"))).containsExactly("id0=en:vi a by en-echo@7");
    assertThat(answers(callFor("EN-gb", "", "vi a"))).containsExactly("id0=en:vi a by en-echo@7");
    assertThat(answers(callFor("en", "vi-echo", "a"))).containsExactly("id0=vi:a by vi-echo@1");
    assertThat(answers(callFor("", "en-echo@7", "a"))).containsExactly("id0=en:a by en-echo@7");
    assertThat(detections).hasValue(0);
  }

  @Test
  void whatIsNotServedIsNotFound() {
    assertFails(callFor("fr", "", "a"), FaultCode.NOT_FOUND, "LANGUAGE_NOT_SERVED");
    assertFails(callFor("", "en-echo", "a"), FaultCode.NOT_FOUND, "MODEL_NOT_FOUND");
    assertFails(callFor("", "x".repeat(10_000), "a"), FaultCode.INVALID_INPUT, "INVALID_INPUT");
  }

  private void assertFails(TextCall call, FaultCode code, String reason) {
    assertThatThrownBy(() -> door.ask(call))
        .matches(code::isOf)
        .extracting(fault -> ((ChatwardenException) fault).reason())
        .isEqualTo(reason);
  }

  @Test
  void aLanguageThatIsNoTagIsRefused() {
    for (String language : List.of("v", "vietnamese", "vi_VN", " vi", "vi-", "12")) {
      assertProblems(callFor(language, "", "a"), "language");
    }
  }

  private void assertProblems(TextCall call, String... fields) {
    InvalidInputException fault =
        catchThrowableOfType(InvalidInputException.class, () -> door.ask(call));
    assertThat(fault.problems()).extracting(FieldProblem::field).containsExactly(fields);
  }

  @Test
  void aCallHoldsOneToSixtyFourTexts() {
    assertProblems(call(), "comments");
    assertProblems(call(Collections.nCopies(65, "a").toArray(String[]::new)), "comments");
    assertThat(answers(call(Collections.nCopies(64, "a").toArray(String[]::new)))).hasSize(64);
  }

  @Test
  void aTextHasOneToTenThousandCodePoints() {
    String longest = "😀".repeat(10_000);

    assertThat(answers(call(longest))).hasSize(1);
    assertProblems(call("a", longest + "a", "b", ""), "comments[1].text", "comments[3].text");
  }

  @Test
  void blankTextsAreRefusedAndControlCharactersAreNot() {
    for (String blank : List.of("", " ", "\t\n", "\u00a0", "\u2003\u3000", "\u2028")) {
      assertProblems(call(blank), "comments[0].text");
    }
    assertThat(answers(call("\u0000", "\u0007a", "\u200b", "\ufffe"))).hasSize(4);
  }

  @Test
  void idsAreShortAndUniqueUnlessEmpty() {
    List<String> ids = List.of("a", "", "", "a", "😀".repeat(256), "x".repeat(257));
    List<String> texts = Collections.nCopies(6, "text");

    assertProblems(new TextCall(ids, texts, "", ""), "comments[3].id", "comments[5].id");
  }

  @Test
  void faultsNameNoText() {
    InvalidInputException fault =
        catchThrowableOfType(
            InvalidInputException.class, () -> door.ask(call("secret".repeat(2_000), " ")));

    assertThat(fault.getMessage())
        .isEqualTo(
            "comments[0].text: 12,000 code points long (expected: at most 10,000);"
                + " comments[1].text: must not be blank");
  }

  @Test
  void aFullQueueRefusesAtOnceAndSaysWhenToComeBack() throws Exception {
    List<CompletableFuture<?>> taken = fill();
    OverloadedException fault =
        catchThrowableOfType(OverloadedException.class, () -> door.ask(call("one too many")));

    assertThat(fault.reason()).isEqualTo("INFERENCE_QUEUE_FULL");
    assertThat(fault.retryAfter()).isPositive();
    assertThat(telemetry.scrape())
        .contains(
            "chatwarden_inference_queue_size{priority=\"backfill\",server=\"echo-server\"} 2.0")
        .contains("chatwarden_inference_queue_capacity{server=\"echo-server\"} 2.0")
        .contains("chatwarden_inference_refused_total{server=\"echo-server\"} 1.0");
    released.countDown();
    for (CompletableFuture<?> call : taken) {
      call.get(10, TimeUnit.SECONDS);
    }
    assertThat(answers(call("again"))).hasSize(1);
  }

  /** One call under way, two waiting. */
  private List<CompletableFuture<?>> fill() throws InterruptedException {
    CompletableFuture<?> first = door.ask(call("block")).toCompletableFuture();
    entered.await();
    return Stream.concat(
            Stream.of(first), Stream.of("a", "b").map(t -> door.ask(call(t)).toCompletableFuture()))
        .<CompletableFuture<?>>map(call -> call)
        .toList();
  }

  @Test
  void aCallThatIsCancelledWhileItWaitsIsNotRun() throws Exception {
    door.ask(call("block"));
    entered.await();
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      CompletableFuture<?> waiting =
          context.call(() -> door.ask(call("never")).toCompletableFuture());
      context.cancel(null);
      released.countDown();

      assertStatus(waiting, Status.Code.CANCELLED);
      assertThat(batches).hasValue(1);
      assertThat(telemetry.scrape())
          .contains("chatwarden_inference_dropped_total{server=\"echo-server\"} 1");
    }
  }

  @Test
  void aCallThatIsLateWhenItsTurnComesIsNotRun() throws Exception {
    door.ask(call("block"));
    entered.await();
    try (var timer = Executors.newSingleThreadScheduledExecutor();
        Context.CancellableContext context =
            Context.current().withDeadline(Deadline.after(1, TimeUnit.MILLISECONDS), timer)) {
      CompletableFuture<?> waiting =
          context.call(() -> door.ask(call("never")).toCompletableFuture());
      assertThat(context.getDeadline().timeRemaining(TimeUnit.SECONDS)).isLessThan(1);
      CountDownLatch late = new CountDownLatch(1);
      context.addListener(unused -> late.countDown(), Runnable::run);
      late.await();
      released.countDown();

      assertStatus(waiting, Status.Code.DEADLINE_EXCEEDED);
      assertThat(batches).hasValue(1);
    }
  }

  private static void assertStatus(CompletableFuture<?> call, Status.Code code) {
    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            fault -> assertThat(fault.getStatus().getCode()).isEqualTo(code));
  }

  @Test
  void aDrainFinishesWhatWaitsAndRefusesMore() throws Exception {
    List<CompletableFuture<?>> taken = fill();
    door.drain(Duration.ofMillis(10));

    assertThatThrownBy(() -> door.ask(call("late"))).matches(FaultCode.UNAVAILABLE::isOf);
    released.countDown();
    door.drain(Duration.ofSeconds(10));
    assertThat(taken).allMatch(call -> call.isDone() && !call.isCompletedExceptionally());
  }

  @Test
  void closingFailsWhatStillWaits() throws Exception {
    List<CompletableFuture<?>> taken = fill();
    door.close();

    assertThat(taken.subList(1, 3))
        .allSatisfy(call -> assertThat(call.exceptionNow()).matches(FaultCode.UNAVAILABLE::isOf));
  }

  @Test
  void aModelThatLosesATextIsABug() {
    assertThatThrownBy(() -> answers(call("lose one")))
        .cause()
        .hasMessage("model vi-echo@1 answered 0 of 1 texts (a bug)");
    assertThat(answers(call("next"))).hasSize(1);
  }

  @Test
  void textsAreCountedByModel() {
    answers(call("a", "b"));

    assertThat(telemetry.scrape())
        .contains("chatwarden_inference_text_total{model=\"vi-echo@1\",server=\"echo-server\"} 2.0")
        .contains("chatwarden_inference_duration_seconds_count{server=\"echo-server\"} 1")
        .contains("chatwarden_inference_batch_size_count{server=\"echo-server\"} 1")
        .contains("chatwarden_inference_batch_size_sum{server=\"echo-server\"} 2.0")
        .contains("chatwarden_inference_tokenise_seconds_count{server=\"echo-server\"} 1")
        .contains("chatwarden_inference_total_seconds_count{server=\"echo-server\"} 1")
        .contains("chatwarden_inference_queue_wait_seconds_count{server=\"echo-server\"} 1");
  }

  @Test
  void preferencesAreReadByTask() {
    Config config =
        Config.defaults()
            .with(ServingKeys.MODEL_PREFERENCE, List.of("echo.vi=a@2", "echo.en=b", "other.vi=c"));

    assertThat(ServingKeys.versions(config, "echo").preferred())
        .containsExactlyInAnyOrderEntriesOf(Map.of("vi", "a@2", "en", "b"));
    assertThatThrownBy(
            () ->
                ServingKeys.versions(
                    Config.defaults().with(ServingKeys.MODEL_PREFERENCE, List.of("vi=a")), "echo"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("model.preference: vi=a (expected");
  }
}
