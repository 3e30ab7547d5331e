package chatwarden.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.telemetry.Telemetry;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batcher of one thread, 20 places and 12 tokens, which a row holds where a test wants that. */
@Timeout(60)
final class BatcherTest {

  private final Telemetry telemetry = Telemetry.prometheus();
  private final Batcher batcher =
      new Batcher("test-server", new BatchSettings(1, 20, 12), telemetry.registry());
  private final Lengths function = new Lengths("a");
  private final AtomicInteger gone = new AtomicInteger();

  @BeforeEach
  void start() {
    batcher.start();
  }

  @AfterEach
  void close() {
    function.release();
    batcher.close();
    telemetry.close();
  }

  private CompletableFuture<List<String>> submit(String... rows) {
    return batcher.submit(function, () -> List.of(rows), gone::incrementAndGet);
  }

  private CompletableFuture<List<String>> submit(CallPriority priority, String... rows)
      throws Exception {
    return priority.within(Context.current()).call(() -> submit(rows));
  }

  private CompletableFuture<?> block() throws InterruptedException {
    CompletableFuture<?> blocked = submit("block");
    function.awaitBlocked();
    return blocked;
  }

  /**
   * Returns the batches that ran after the row that held the thread, once all of {@code calls} are
   * over.
   */
  private List<List<String>> release(List<? extends CompletableFuture<?>> calls) {
    function.release();
    calls.forEach(call -> call.exceptionally(_ -> null).join());
    return function.batches().subList(1, function.batches().size());
  }

  @Test
  void anIdleThreadBeginsAtOnceAndAnswersInOrder() {
    assertThat(submit("a", "bcd", "ef").join()).containsExactly("a1a", "a3bcd", "a2ef");
    assertThat(submit("g").join()).containsExactly("a1g");
    assertThat(function.batches()).containsExactly(List.of("a", "bcd", "ef"), List.of("g"));
    assertThat(gone).hasValue(2);
  }

  @Test
  void whatComesWhileTheThreadIsBusyRunsTogetherUpToThePaddedBudget() throws Exception {
    block();
    List<CompletableFuture<List<String>>> calls =
        List.of(submit("aaa", "bb"), submit("c", "dddd"), submit("x".repeat(30)), submit("e"));

    assertThat(release(calls))
        .containsExactly(List.of("aaa", "bb", "c", "e"), List.of("dddd"), List.of("x".repeat(30)));
    assertThat(calls.get(1).join()).containsExactly("a1c", "a4dddd");
  }

  @Test
  void aCallBeyondTheBudgetIsRunInPartsAndAnsweredWhole() {
    String[] rows = IntStream.range(0, 64).mapToObj(i -> "row" + i % 10).toArray(String[]::new);

    assertThat(submit(rows).join())
        .containsExactlyElementsOf(List.of(rows).stream().map(function::answer).toList());
    assertThat(function.batches()).hasSize(22).allMatch(batch -> batch.size() <= 3);
  }

  @Test
  void rowsForDifferentFunctionsDoNotShareABatch() throws Exception {
    Lengths other = new Lengths("b");
    block();
    CompletableFuture<List<String>> first = submit("a");
    CompletableFuture<List<String>> second =
        batcher.submit(other, () -> List.of("b"), gone::incrementAndGet);
    CompletableFuture<List<String>> third = submit("c");

    assertThat(release(List.of(first, second, third))).containsExactly(List.of("a", "c"));
    assertThat(other.batches()).containsExactly(List.of("b"));
    assertThat(second.join()).containsExactly("b1b");
  }

  @Test
  void liveCallsGoFirst() throws Exception {
    block();
    List<CompletableFuture<List<String>>> calls =
        List.of(
            submit("backfill-1"),
            submit(CallPriority.BACKFILL, "backfill-2"),
            submit(CallPriority.LIVE, "live-row-1"),
            submit(CallPriority.LIVE, "live-row-2"));

    assertThat(release(calls))
        .containsExactly(
            List.of("live-row-1"),
            List.of("live-row-2"),
            List.of("backfill-1"),
            List.of("backfill-2"));
  }

  @Test
  void liveCallsDoNotStarveBackfill() throws Exception {
    block();
    List<CompletableFuture<List<String>>> calls = new ArrayList<>();
    calls.add(submit("backfill-1"));
    calls.add(submit("backfill-2"));
    for (int i = 0; i < 20; i++) {
      calls.add(submit(CallPriority.LIVE, "live-row-" + i));
    }
    List<String> order = release(calls).stream().map(List::getFirst).toList();

    assertThat(order).hasSize(22);
    assertThat(order.indexOf("backfill-1")).isEqualTo(BatchQueue.LIVE_IN_A_ROW);
    assertThat(order.indexOf("backfill-2")).isEqualTo(21);
  }

  @Test
  void aCallThatIsCancelledOnArrivalIsNotTokenised() throws Exception {
    AtomicInteger tokenised = new AtomicInteger();
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.cancel(null);
      CompletableFuture<List<String>> call =
          context.call(
              () ->
                  batcher.submit(
                      function,
                      () -> List.of("a" + tokenised.incrementAndGet()),
                      gone::incrementAndGet));

      assertFails(call, Status.Code.CANCELLED);
      assertThat(tokenised).hasValue(0);
      assertThat(gone).hasValue(1);
    }
  }

  private static void assertFails(CompletableFuture<?> call, Status.Code code) {
    assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            fault -> assertThat(fault.getStatus().getCode()).isEqualTo(code));
  }

  @Test
  void whatIsCancelledOrLateWhenItsTurnComesIsNotRun() throws Exception {
    block();
    try (var timer = Executors.newSingleThreadScheduledExecutor();
        Context.CancellableContext cancelled = Context.current().withCancellation();
        Context.CancellableContext late =
            Context.current().withDeadline(Deadline.after(1, TimeUnit.MILLISECONDS), timer)) {
      CompletableFuture<List<String>> first = cancelled.call(() -> submit("cancelled"));
      CompletableFuture<List<String>> second = late.call(() -> submit("late"));
      CompletableFuture<List<String>> third = submit("forgotten");
      CompletableFuture<List<String>> last = submit("wanted");
      cancelled.cancel(null);
      third.cancel(false);
      CountDownLatch passed = new CountDownLatch(1);
      late.addListener(_ -> passed.countDown(), Runnable::run);
      passed.await();

      assertThat(release(List.of(first, second, third, last))).containsExactly(List.of("wanted"));
      assertFails(first, Status.Code.CANCELLED);
      assertFails(second, Status.Code.DEADLINE_EXCEEDED);
      assertThat(gone).hasValue(5);
      assertThat(telemetry.scrape())
          .contains("chatwarden_inference_dropped_total{server=\"test-server\"} 3");
    }
  }

  @Test
  void aBadRowFailsAloneWithItsCall() throws Exception {
    block();
    List<CompletableFuture<List<String>>> calls =
        List.of(submit("a"), submit("b", "bad"), submit("c"));
    release(calls);

    assertThat(calls.get(0).join()).containsExactly("a1a");
    assertThat(calls.get(1).exceptionNow()).hasMessage("a bad row");
    assertThat(calls.get(2).join()).containsExactly("a1c");
    assertThat(gone).hasValue(4);
  }

  @Test
  void aTokeniserThatFailsFailsItsCallAndGivesThePlaceBack() {
    for (int i = 0; i < 30; i++) {
      CompletableFuture<List<String>> call =
          batcher.submit(
              function,
              () -> {
                throw new IllegalArgumentException("no text");
              },
              gone::incrementAndGet);
      assertThat(call.exceptionNow()).hasMessage("no text");
    }
    assertThat(submit("a").join()).containsExactly("a1a");
    assertThat(gone).hasValue(31);
  }

  @Test
  void aFullQueueRefusesAtOnceAndEachPriorityHasItsOwnPlaces() throws Exception {
    block();
    List<CompletableFuture<List<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(submit("a"));
    }
    OverloadedException refusal =
        catchThrowableOfType(OverloadedException.class, () -> submit("one too many"));

    assertThat(refusal.reason()).isEqualTo("INFERENCE_QUEUE_FULL");
    assertThat(refusal.retryAfter()).isPositive();
    assertThat(gone).hasValue(1);
    assertThat(telemetry.scrape())
        .contains("chatwarden_inference_refused_total{server=\"test-server\"} 1.0")
        .contains(
            "chatwarden_inference_queue_size{priority=\"backfill\",server=\"test-server\"} 20.0")
        .contains("chatwarden_inference_queue_size{priority=\"live\",server=\"test-server\"} 0.0");
    calls.add(submit(CallPriority.LIVE, "live"));
    release(calls);
    assertThat(calls).noneMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void theExpectedWaitIsThatOfTheTokensThatWait() throws Exception {
    for (int i = 0; i < 300; i++) {
      submit("warm").join();
    }
    assertThat(batcher.expectedWaitNanos()).isZero();
    block();
    List<CompletableFuture<List<String>>> calls = new ArrayList<>(List.of(submit("aaaa", "bb")));
    long one = batcher.expectedWaitNanos();
    assertThat(one).isPositive();
    calls.add(submit(CallPriority.LIVE, "cccc", "dd"));
    assertThat(batcher.expectedWaitNanos()).isCloseTo(2 * one, within(2L));
    calls.add(submit("forgotten"));
    calls.removeLast().cancel(false);

    release(calls);

    submit("last").join();
    assertThat(batcher.expectedWaitNanos()).isZero();
  }

  @Test
  void callsThatNobodyWaitsForMakeRoom() throws Exception {
    block();
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      for (int i = 0; i < 20; i++) {
        context.call(() -> submit("a"));
      }
      context.cancel(null);
      CompletableFuture<List<String>> next = submit("next");

      assertThat(release(List.of(next))).containsExactly(List.of("next"));
      assertThat(gone).hasValue(22);
    }
  }

  @Test
  void aDrainFinishesWhatWaitsAndRefusesMore() throws Exception {
    CompletableFuture<?> running = block();
    CompletableFuture<?> waiting = submit("a");
    batcher.drain(Duration.ofMillis(1));

    assertThatThrownBy(() -> submit("late")).matches(FaultCode.UNAVAILABLE::isOf);
    function.release();
    batcher.drain(Duration.ofSeconds(60));
    assertThat(List.of(running, waiting))
        .allMatch(call -> call.isDone() && !call.isCompletedExceptionally());
  }

  @Test
  void closingFailsWhatStillWaits() throws Exception {
    block();
    CompletableFuture<?> waiting = submit("a");
    batcher.close();

    assertThat(waiting.exceptionNow()).matches(FaultCode.UNAVAILABLE::isOf);
    assertThatThrownBy(() -> submit("late")).matches(FaultCode.UNAVAILABLE::isOf);
  }
}
