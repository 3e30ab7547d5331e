package chatwarden.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.error.FaultCode;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RefinerTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Gate gate = new Gate();
  private final AtomicInteger gone = new AtomicInteger();
  private final Refiner refiner =
      new Refiner("test-server", new RefinerSettings(1, 4, Duration.ofMillis(50)), registry);

  /**
   * Rows are urgencies; an answer below 10 is not final and becomes 10 more, of the row .5 only 6.
   */
  private static final class Gate implements RefineFunction<Double, Double> {
    private final Semaphore permits = new Semaphore(0);
    private final List<List<Double>> batches = new CopyOnWriteArrayList<>();
    private volatile long nanos;

    @Override
    public int tokens(Double row) {
      return 1;
    }

    @Override
    public boolean isFinal(Double answer) {
      return answer >= 10;
    }

    @Override
    public double urgency(Double answer) {
      return answer;
    }

    @Override
    public List<Double> refine(List<Double> rows, List<Double> answers) {
      permits.acquireUninterruptibly();
      batches.add(List.copyOf(rows));
      if (rows.contains(0.13)) {
        throw new IllegalStateException("cannot refine .13");
      }
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      return answers.stream().map(answer -> answer + (rows.contains(0.5) ? 6 : 10)).toList();
    }
  }

  @BeforeEach
  void start() {
    refiner.start();
  }

  @AfterEach
  void close() {
    gate.permits.release(1_000_000);
    refiner.close();
  }

  private CompletableFuture<List<Double>> refine(Double... rows) {
    return refiner.refine(gate, List.of(rows), List.of(rows), false, gone::incrementAndGet);
  }

  private double count(String outcome) {
    return registry.get("inference.refine.text").tag("outcome", outcome).counter().count();
  }

  /** Keeps the only thread in a batch of one row. */
  private CompletableFuture<List<Double>> occupied() {
    CompletableFuture<List<Double>> first = refine(0.9);
    await().until(() -> registry.get("inference.refine.queue.size").gauge().value() == 0);
    return first;
  }

  @Test
  void answersThatAreFinalStay() {
    gate.permits.release(10);

    assertThat(refine(11.0, 0.25, 12.0).join()).containsExactly(11.0, 10.25, 12.0);
    assertThat(refine(11.0).join()).containsExactly(11.0);
    assertThat(gone).hasValue(2);
    assertThat(gate.batches).containsExactly(List.of(0.25));
  }

  @Test
  void theMostUrgentGoFirstInBatchesOfTheirTokens() {
    var first = occupied();
    var some = refine(0.1, 0.7, 0.3);
    var more = refine(0.8, 0.2, 0.6);
    gate.permits.release(10);

    assertThat(some.join()).containsExactly(10.1, 10.7, 10.3);
    assertThat(more.join()).containsExactly(10.8, 10.2, 10.6);
    first.join();
    assertThat(gate.batches)
        .containsExactly(List.of(0.9), List.of(0.8, 0.7, 0.6, 0.3), List.of(0.2, 0.1));
  }

  @Test
  void anAnswerThatIsStillNotFinalIsImprovedAgain() {
    gate.permits.release(10);

    assertThat(refine(0.5).join()).containsExactly(12.5);
    assertThat(gate.batches).hasSize(2);
  }

  @Test
  void aRowThatFailsKeepsItsAnswerAndLosesNoOther() {
    gate.permits.release(10);

    assertThat(refine(0.13, 0.25).join()).containsExactly(0.13, 10.25);
    assertThat(count("failed")).isEqualTo(1);
    assertThat(count("refined")).isEqualTo(1);
  }

  @Test
  void rowsThatWaitComeAfterOthersAndAreNeverSkipped() {
    var first = occupied();
    var waiting = refiner.refine(gate, List.of(0.75), List.of(0.75), true, gone::incrementAndGet);
    var soon = refine(0.25);
    await().pollDelay(Duration.ofMillis(150)).until(() -> true); // More than twice the budget.
    gate.permits.release(10);

    assertThat(waiting.join()).containsExactly(10.75);
    first.join();
    assertThat(soon.join()).containsExactly(0.25);
    assertThat(count("skipped")).isEqualTo(1);
  }

  @Test
  void beyondTheBudgetTheLeastUrgentKeepTheirAnswers() {
    gate.nanos = 10_000_000;
    gate.permits.release(1_000_000);
    for (int i = 0; i < 210; i++) { // Until the time of a row is known: 10 ms each.
      refine(0.25).join();
    }

    List<Double> rows = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      rows.add(i / 128.0);
    }
    List<Double> answers = refine(rows.toArray(Double[]::new)).join();

    assertThat(count("skipped")).isBetween(50.0, 99.0);
    assertThat(answers.getLast()).isEqualTo(10 + 100 / 128.0);
    assertThat(answers.getFirst()).isEqualTo(1 / 128.0);
  }

  @Test
  void aCallThatIsCancelledIsNotRun() {
    var first = occupied();
    Context.CancellableContext context = Context.current().withCancellation();
    List<CompletableFuture<List<Double>>> cancelled = new ArrayList<>();
    context.run(() -> cancelled.add(refine(0.25)));
    context.cancel(null);
    gate.permits.release(10);

    assertThatThrownBy(() -> cancelled.getFirst().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StatusRuntimeException.class);
    first.join();
    await().untilAsserted(() -> assertThat(gone).hasValue(2));
    assertThat(gate.batches).containsExactly(List.of(0.9));
  }

  @Test
  void rowsThatWaitWhenItClosesFail() {
    occupied();
    var waiting = refine(0.25);

    refiner.close();

    assertThatThrownBy(waiting::join).cause().matches(FaultCode.UNAVAILABLE::isOf);
    assertThatThrownBy(() -> refine(0.25).join()).cause().matches(FaultCode.UNAVAILABLE::isOf);
  }
}
