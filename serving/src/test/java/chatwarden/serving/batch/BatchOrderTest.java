package chatwarden.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.runtime.grpc.CallPriority;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchOrderTest extends BatcherFixture {

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
}
