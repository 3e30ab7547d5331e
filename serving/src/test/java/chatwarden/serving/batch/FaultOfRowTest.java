package chatwarden.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.telemetry.Telemetry;
import io.grpc.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The fault of one row, while another thread answers the last of the same call. */
@Timeout(120)
final class FaultOfRowTest {

  private static final int CALLS = 20_000;

  private final Telemetry telemetry = Telemetry.prometheus();
  private final BatchMetrics metrics = new BatchMetrics("test-server", telemetry.registry());
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private final CyclicBarrier together = new CyclicBarrier(2);

  @AfterEach
  void close() {
    other.shutdownNow();
    telemetry.close();
  }

  @Test
  void isTheAnswerOfItsCallInABatch() throws Exception {
    for (int i = 0; i < CALLS; i++) {
      BatchRequest<String, String> request =
          new BatchRequest<>(new Lengths("a"), CallPriority.LIVE, Context.ROOT, metrics, () -> {});
      request.fill(List.of("good", "bad"));

      race(
          () -> request.answered(0, "answer"),
          () -> request.failed(1, new IllegalArgumentException("a bad row")));

      assertThat(request.answer()).isCompletedExceptionally();
    }
  }

  @Test
  void isTheAnswerOfItsCallToTheRefiner() throws Exception {
    for (int i = 0; i < CALLS; i++) {
      RefineCall<String, String> call =
          new RefineCall<>(new NoRefinement(), false, List.of("first", "second"), 2, () -> {});
      RefineCall.Row<String, String> good = row(call, 0);
      RefineCall.Row<String, String> bad = row(call, 1);

      race(
          () -> good.answered("better"),
          () -> bad.failed(new IllegalArgumentException("a bad row")));

      assertThat(call.answer()).isCompletedExceptionally();
    }
  }

  private static RefineCall.Row<String, String> row(RefineCall<String, String> call, int index) {
    return new RefineCall.Row<>(call, index, "row", "first", 1, 1, index, 0);
  }

  /** Runs both at once, and returns after both. */
  private void race(Runnable one, Runnable two) throws Exception {
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              await();
              two.run();
            },
            other);
    await();
    one.run();
    second.join();
  }

  private void await() {
    try {
      together.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A function that is named by a call and not run. */
  private static final class NoRefinement implements RefineFunction<String, String> {

    @Override
    public int tokens(String row) {
      return 1;
    }

    @Override
    public boolean isFinal(String answer) {
      return false;
    }

    @Override
    public double urgency(String answer) {
      return 1;
    }

    @Override
    public List<String> refine(List<String> rows, List<String> answers) {
      throw new AssertionError("not called");
    }
  }
}
