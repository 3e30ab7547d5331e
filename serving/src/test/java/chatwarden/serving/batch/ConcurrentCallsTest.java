package chatwarden.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.telemetry.Telemetry;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 100,000 calls by 200 callers at once, against what each row is answered alone. */
@Timeout(120)
final class ConcurrentCallsTest {

  private static final int CALLERS = 200;
  private static final int CALLS_EACH = 500;
  private static final int IN_FLIGHT = 3;

  private final List<Lengths> functions = List.of(new Lengths("a"), new Lengths("b"));
  private final AtomicInteger gone = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger rows = new AtomicInteger();

  /** A call under way. */
  private record Call(Lengths function, List<String> rows, CompletableFuture<List<String>> answer) {

    boolean isBad() {
      return rows.stream().anyMatch(row -> row.contains("bad"));
    }

    void check() throws InterruptedException {
      try {
        assertThat(answer.get()).isEqualTo(rows.stream().map(function::answer).toList());
        assertThat(isBad()).isFalse();
      } catch (ExecutionException e) {
        assertThat(e.getCause()).hasMessage("a bad row");
        assertThat(isBad()).isTrue();
      }
    }
  }

  @Test
  void everyCallerGetsExactlyItsOwnAnswers() throws Exception {
    try (Telemetry telemetry = Telemetry.prometheus();
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Batcher batcher =
          new Batcher("test", new BatchSettings(3, CALLERS * IN_FLIGHT, 200), telemetry.registry());
      batcher.start();
      List<Future<?>> running = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        long seed = caller;
        running.add(
            callers.submit(
                () -> {
                  call(batcher, new Random(seed));
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      batcher.close();
    }
    List<List<String>> batches =
        functions.stream().flatMap(function -> function.batches().stream()).toList();

    assertThat(gone).hasValue(CALLERS * CALLS_EACH);
    assertThat(failed.get()).isBetween(CALLS_EACH, CALLERS * CALLS_EACH / 20);
    assertThat(batches.size()).as("batches of %s rows", rows).isLessThan(rows.get() / 2);
    assertThat(batches)
        .allMatch(
            batch ->
                batch.size() * batch.stream().mapToInt(String::length).max().orElseThrow() <= 200);
  }

  private void call(Batcher batcher, Random random) throws Exception {
    List<Call> inFlight = new ArrayList<>();
    for (int i = 0; i < CALLS_EACH; i++) {
      inFlight.add(submit(batcher, random));
      if (inFlight.size() == IN_FLIGHT) {
        inFlight.removeFirst().check();
      }
    }
    for (Call call : inFlight) {
      call.check();
    }
  }

  private Call submit(Batcher batcher, Random random) throws Exception {
    Lengths function = functions.get(random.nextInt(2));
    CallPriority priority = CallPriority.values()[random.nextInt(2)];
    List<String> texts = new ArrayList<>();
    for (int row = 1 + random.nextInt(6); row > 0; row--) {
      String bad = random.nextInt(350) == 0 ? "bad" : "";
      texts.add(bad + Integer.toString(random.nextInt(1_000_000), 36));
    }
    Call call =
        new Call(
            function,
            texts,
            priority
                .within(Context.current())
                .call(() -> batcher.submit(function, () -> texts, gone::incrementAndGet)));
    rows.addAndGet(texts.size());
    failed.addAndGet(call.isBad() ? 1 : 0);
    return call;
  }
}
