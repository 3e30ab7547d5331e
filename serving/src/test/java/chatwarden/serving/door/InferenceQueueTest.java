package chatwarden.serving.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferenceQueueTest extends InferenceServiceFixture {

  InferenceQueueTest(@TempDir Path root) {
    super(root);
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
}
