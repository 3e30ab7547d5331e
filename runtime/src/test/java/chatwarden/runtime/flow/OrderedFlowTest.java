package chatwarden.runtime.flow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedFlowTest {

  private final Queue<Integer> queue = new ConcurrentLinkedQueue<>();
  private final Map<Integer, CompletableFuture<String>> work = new HashMap<>();
  private final List<String> handedOn = new ArrayList<>();

  private final OrderedFlow<Integer, String> flow =
      new OrderedFlow<>(
          2,
          queue::poll,
          item -> work.computeIfAbsent(item, _ -> new CompletableFuture<>()),
          (item, answer, fault) ->
              handedOn.add(item + ":" + (fault == null ? answer : fault.getMessage())),
          Runnable::run);

  private void add(int... items) {
    for (int item : items) {
      queue.add(item);
      flow.goOn();
    }
  }

  private void answer(int item) {
    begun(item).complete("a" + item);
  }

  private CompletableFuture<String> begun(int item) {
    return requireNonNull(work.get(item));
  }

  @Test
  void answersGoOnInTheOrderOfTheItems() {
    add(1, 2);
    answer(2);
    assertThat(handedOn).isEmpty();
    answer(1);
    assertThat(handedOn).containsExactly("1:a1", "2:a2");
    assertThat(flow.isEmpty()).isTrue();
  }

  @Test
  void noMoreItemsThanTheBoundAreWorkedOn() {
    add(1, 2, 3, 4);
    assertThat(work).containsOnlyKeys(1, 2);
    answer(2);
    assertThat(work).as("answered out of order, it makes room all the same").containsKey(3);
    answer(1);
    assertThat(work).containsKey(4);
    answer(3);
    answer(4);
    assertThat(handedOn).containsExactly("1:a1", "2:a2", "3:a3", "4:a4");
  }

  @Test
  void faultTakesThePlaceOfItsAnswer() {
    add(1, 2);
    answer(2);
    begun(1).completeExceptionally(new IllegalArgumentException("broken"));
    assertThat(handedOn).containsExactly("1:broken", "2:a2");
  }

  @Test
  void workThatThrowsIsAFault() {
    OrderedFlow<Integer, String> throwing =
        new OrderedFlow<>(
            1,
            queue::poll,
            _ -> {
              throw new IllegalStateException("no");
            },
            (item, _, fault) -> handedOn.add(item + " " + fault),
            Runnable::run);
    queue.addAll(List.of(1, 2));
    throwing.goOn();
    assertThat(handedOn)
        .containsExactly(
            "1 java.lang.IllegalStateException: no", "2 java.lang.IllegalStateException: no");
  }

  @Test
  void itemsThatTheQueueHoldsBackBeginWhenItGivesThem() {
    AtomicInteger given = new AtomicInteger();
    OrderedFlow<Integer, String> held =
        new OrderedFlow<>(
            2,
            () -> given.get() == 0 ? null : given.getAndSet(0),
            item -> CompletableFuture.completedFuture("a" + item),
            (_, answer, _) -> handedOn.add(String.valueOf(answer)),
            Runnable::run);
    held.goOn();
    assertThat(handedOn).isEmpty();
    given.set(7);
    held.goOn();
    assertThat(handedOn).containsExactly("a7");
  }

  @Test
  void closedFlowTakesAndHandsOnNothing() {
    add(1, 2, 3);
    flow.close();
    answer(1);
    answer(2);
    assertThat(handedOn).isEmpty();
    assertThat(work).containsOnlyKeys(1, 2);
  }

  @Test
  void workBeginsWhileTheOutletBlocks() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      OrderedFlow<Integer, Integer> blocked =
          new OrderedFlow<>(
              1,
              queue::poll,
              item -> CompletableFuture.supplyAsync(begun::incrementAndGet, threads),
              (_, _, _) -> {
                try {
                  released.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              threads);
      queue.addAll(List.of(1, 2, 3));
      blocked.goOn();
      await().pollInterval(Duration.ofMillis(1)).until(() -> begun.get() == 3);
      released.countDown();
      await().pollInterval(Duration.ofMillis(1)).until(blocked::isEmpty);
    }
  }

  @Test
  void manyThreadsLoseNothingAndKeepTheOrder() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      int atOnce = 1 + random.nextInt(4);
      AtomicInteger working = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      List<Integer> answers = new ArrayList<>();
      Queue<Integer> items = new ConcurrentLinkedQueue<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        OrderedFlow<Integer, Integer> busy =
            new OrderedFlow<>(
                atOnce,
                items::poll,
                item -> {
                  most.accumulateAndGet(working.incrementAndGet(), Math::max);
                  return CompletableFuture.supplyAsync(
                      () -> {
                        working.decrementAndGet();
                        return item;
                      },
                      threads);
                },
                (_, answer, _) -> answers.add(answer),
                threads);
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          items.add(i);
          if (random.nextInt(3) > 0) {
            calls.add(CompletableFuture.runAsync(busy::goOn, threads));
          }
        }
        busy.goOn();
        // The threads are closed below, so none of the calls may still wait for one.
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
        await().pollInterval(Duration.ofMillis(1)).until(() -> items.isEmpty() && busy.isEmpty());
      }
      assertThat(answers).isEqualTo(IntStream.range(0, 300).boxed().toList());
      assertThat(most.get()).isLessThanOrEqualTo(atOnce);
    }
  }
}
