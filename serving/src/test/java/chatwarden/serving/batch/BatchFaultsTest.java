package chatwarden.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.CallPriority;
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
import org.junit.jupiter.api.Test;

final class BatchFaultsTest extends BatcherFixture {

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
