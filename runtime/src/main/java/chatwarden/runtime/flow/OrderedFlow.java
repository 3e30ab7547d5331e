package chatwarden.runtime.flow;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes items from a queue, works on some of them at the same time, and hands on the answers in the
 * order of the items, one at a time. No thread waits for another: one that comes while another
 * begins or hands on leaves that to the other. The queue is the caller's, so that it may gather
 * several entries to one item, or hold items back; after each change of it the caller calls {@link
 * #goOn}. An item begins on a thread that calls it or on the executor, never on one that completes
 * an answer. Safe for use by many threads.
 *
 * @param <I> the items
 * @param <A> the answers
 */
public final class OrderedFlow<I, A> {

  /**
   * Takes an answer, or the fault in its place; the flow goes on after either.
   *
   * @param <I> the items
   * @param <A> the answers
   */
  @FunctionalInterface
  public interface Outlet<I, A> {

    /** Takes the answer; one of {@code answer} and {@code fault} is null. */
    void accept(I item, @Nullable A answer, @Nullable Throwable fault);
  }

  private record UnderWay<I, A>(I item, CompletableFuture<A> answer) {}

  private final int atOnce;
  private final Supplier<? extends @Nullable I> queue;
  private final Function<I, ? extends CompletionStage<A>> work;
  private final Outlet<I, A> outlet;
  private final Executor executor;

  private final Queue<UnderWay<I, A>> underWay = new ConcurrentLinkedQueue<>();
  private final AtomicInteger working = new AtomicInteger();

  /** Whether items may wait in the queue for one under way to end. */
  private volatile boolean bounded;

  private final SerialRounds begin = new SerialRounds(this::beginAll);
  private final SerialRounds handOn = new SerialRounds(this::handOnAll);
  private volatile boolean closed;

  /**
   * Creates a flow that has nothing to do.
   *
   * @param atOnce how many items are worked on at the same time, at most
   * @param queue gives the next item, or null while there is none; called by one thread at a time
   * @param work begins an item without blocking; called by one thread at a time
   * @param outlet takes the answers; called by one thread at a time, and may block where the
   *     executor has threads for it
   * @param executor hands on, and begins the items that waited for the bound
   */
  public OrderedFlow(
      int atOnce,
      Supplier<? extends @Nullable I> queue,
      Function<I, ? extends CompletionStage<A>> work,
      Outlet<I, A> outlet,
      Executor executor) {
    this.atOnce = atOnce;
    this.queue = queue;
    this.work = work;
    this.outlet = outlet;
    this.executor = executor;
  }

  /** Begins what the queue has and the bound admits, and hands on what is next and answered. */
  public void goOn() {
    begin.run();
    executor.execute(handOn::run);
  }

  /** Returns whether every item that was taken from the queue is handed on. */
  public boolean isEmpty() {
    return underWay.isEmpty();
  }

  /** Takes nothing more and hands nothing on; work under way is left to itself. */
  public void close() {
    closed = true;
    underWay.clear();
  }

  private void beginAll() {
    while (!closed) {
      if (working.get() >= atOnce) {
        bounded = true;
        if (working.get() >= atOnce) { // Else one ended before it could see the mark.
          return;
        }
      }
      bounded = false;
      I item = queue.get();
      if (item == null) {
        return;
      }
      working.incrementAndGet();
      CompletableFuture<A> answer = begun(item);
      underWay.add(new UnderWay<>(item, answer));
      var _ =
          answer.whenComplete(
              (_, _) -> {
                working.decrementAndGet();
                executor.execute(this::answered);
              });
    }
  }

  private void answered() {
    if (bounded) {
      begin.run();
    }
    handOn.run();
  }

  private CompletableFuture<A> begun(I item) {
    try {
      return work.apply(item).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void handOnAll() {
    UnderWay<I, A> next = underWay.peek();
    while (!closed && next != null && next.answer().isDone()) {
      CompletableFuture<A> answer = next.answer();
      boolean failed = answer.isCompletedExceptionally();
      outlet.accept(
          next.item(), failed ? null : answer.resultNow(), failed ? answer.exceptionNow() : null);
      underWay.poll();
      next = underWay.peek();
    }
  }
}
