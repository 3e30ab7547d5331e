package chatwarden.bridge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.grpc.AdmissionBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A queue before a server that ends one call after the other, in a time of the test's own. The
 * clock that refuses what has waited too long is the real one; ten seconds are more than it sees.
 */
@Timeout(60)
final class CallQueueTest {
  private static final long MILLIS = 1_000_000;
  private static final long NO_DEADLINE = Long.MAX_VALUE;
  private static final int ROOM = 64;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private long now = 1;
  private final CallQueue queue = queue(Duration.ofSeconds(10), ROOM);
  private int begun;

  private CallQueue queue(Duration budget, int room) {
    return new CallQueue("test", new AdmissionBudget(budget.toNanos()), room, metrics, () -> now);
  }

  private double refused() {
    return metrics.get("admission.refusal").counter().count();
  }

  /** {@code callers} each with one call under way, the server ending one every {@code millis}. */
  private void closedLoop(int callers, int calls, long millis) {
    Deque<CompletableFuture<Boolean>> turns = new ArrayDeque<>();
    for (int i = 0; i < callers; i++) {
      turns.add(queue.enter(1, NO_DEADLINE));
    }
    for (int i = 0; i < calls; i++) {
      now += millis * MILLIS;
      assertThat(turns.remove().getNow(false)).isTrue();
      begun++;
      queue.leave(1);
      turns.add(queue.enter(1, NO_DEADLINE));
    }
    turns.forEach(turn -> leaveIfBegun(turn));
  }

  private void leaveIfBegun(CompletableFuture<Boolean> turn) {
    if (turn.getNow(false)) {
      queue.leave(1);
    }
  }

  @Test
  void asManyCallersAsThereIsRoomForAreNeverRefusedHoweverSlowTheServer() {
    closedLoop(64, 1_000, 10_000);
    closedLoop(64, 1_000, 5);

    assertThat(begun).isEqualTo(2_000);
    assertThat(refused()).isZero();
  }

  @Test
  void callersBeyondTheRoomWaitWhileTheirWaitIsWithinTheBudget() {
    closedLoop(500, 20_000, 10); // 5 s for all of them

    assertThat(refused()).isZero();
  }

  @Test
  void aCallWhoseWaitWouldBeOverTheBudgetOrItsDeadlineIsRefusedAtOnce() {
    List<CompletableFuture<Boolean>> turns = new ArrayList<>();
    crowd(100);
    while (refused() == 0) { // The line's length is what the estimate allows.
      turns.add(queue.enter(1, NO_DEADLINE));
    }

    assertThat(turns.getLast()).isCompletedWithValue(false);
    assertThat(queue.underWay() + queue.inLine())
        .isBetween(55, 65); // 100 ms each and three quarters more, 10 s
    assertThat(queue.enter(1, 1_000 * MILLIS)).isCompletedWithValue(false);
  }

  /** Has the queue learn that a call takes so long, and leaves the room full. */
  private void crowd(long millis) {
    for (int i = 0; i < ROOM; i++) {
      queue.enter(1, NO_DEADLINE);
    }
    for (int i = 0; i < 1_000; i++) {
      now += millis * MILLIS;
      queue.leave(1);
      assertThat(queue.enter(1, NO_DEADLINE)).isCompletedWithValue(true);
    }
  }

  @Test
  void whatWasLearntOfAColdServerIsForgottenAfterASecondWithoutACrowd() {
    crowd(5_000);
    assertThat(queue.enter(1, NO_DEADLINE)).isCompletedWithValue(false);
    for (int i = 0; i < ROOM; i++) {
      now += 5_000 * MILLIS;
      queue.leave(1);
    }
    now += 2_000 * MILLIS;
    double before = refused();

    closedLoop(200, 5_000, 10);

    assertThat(refused()).isEqualTo(before);
  }

  @Test
  void callsBeginInTheirOrderAndLargeOnesTakeMoreRoom() {
    CallQueue narrow = queue(Duration.ofSeconds(50), 10);
    assertThat(narrow.enter(14, NO_DEADLINE)).isCompletedWithValue(true);
    CompletableFuture<Boolean> first = narrow.enter(1, NO_DEADLINE);
    CompletableFuture<Boolean> second = narrow.enter(14, NO_DEADLINE);
    CompletableFuture<Boolean> third = narrow.enter(1, NO_DEADLINE);
    assertThat(narrow.inLine()).isEqualTo(16);

    narrow.leave(14);
    assertThat(first).isCompletedWithValue(true);
    assertThat(second).isCompletedWithValue(true);
    assertThat(third).isNotDone();
    narrow.leave(14);
    assertThat(third).isCompletedWithValue(true);
  }

  @Test
  void aCallBehindAServerThatAnswersNothingIsRefusedWhenItsTimeInLineIsOver() throws Exception {
    AdmissionBudget budget = new AdmissionBudget(20 * MILLIS);
    CallQueue stuck = new CallQueue("test", budget, 1, metrics); // By the real clock.
    assertThat(stuck.enter(1, NO_DEADLINE)).isCompletedWithValue(true);

    assertThat(stuck.enter(1, NO_DEADLINE).get(60, TimeUnit.SECONDS)).isFalse();
    assertThat(stuck.enter(1, 5 * MILLIS).get(60, TimeUnit.SECONDS)).isFalse();
    assertThat(refused()).isEqualTo(2);
    assertThat(stuck.inLine()).isZero();
  }

  @Test
  void aCallThatIsGivenUpInLineTakesNoRoom() {
    CallQueue narrow = queue(Duration.ofSeconds(50), 1);
    assertThat(narrow.enter(1, NO_DEADLINE)).isCompletedWithValue(true);
    CompletableFuture<Boolean> left = narrow.enter(1, NO_DEADLINE);
    CompletableFuture<Boolean> next = narrow.enter(1, NO_DEADLINE);
    left.cancel(false);

    narrow.leave(1);

    assertThat(next).isCompletedWithValue(true);
    narrow.leave(1);
    assertThat(narrow.underWay()).isZero();
    assertThat(narrow.inLine()).isZero();
  }

  @Test
  void withoutABudgetEveryCallWaits() {
    CallQueue patient = new CallQueue("test", new AdmissionBudget(NO_DEADLINE), 1, metrics);
    assertThat(patient.enter(1, NO_DEADLINE)).isCompletedWithValue(true);
    CompletableFuture<Boolean> waiting = patient.enter(1, NO_DEADLINE);
    assertThat(waiting).isNotDone();

    patient.leave(1);

    assertThat(waiting).isCompletedWithValue(true);
  }
}
