package chatwarden.bridge.admission;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.grpc.AdmissionBudget;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The unary calls to one model server: so much work is under way at a time, and further calls wait
 * in line for at most the {@link AdmissionBudget}.
 *
 * <p>While there is room, a call begins at once, however long earlier calls took. Else its wait is
 * estimated as the work before it times how long work took lately, and three quarters more; a call
 * whose wait would be over the budget or its deadline is refused at once. A call that has not begun
 * when its time in line is over is refused then.
 *
 * <p>Never blocks; safe for use by many threads.
 */
public final class CallQueue {

  /** How much is under way at a time. */
  public static final ConfigKey<Integer> CONCURRENCY =
      ConfigKey.integer(
          "admission.concurrency",
          0,
          0,
          1_000_000,
          "How many unary calls to a model server the bridge has under way at a time, a call"
              + " counted once more for every 512 bytes of its request; further calls wait. 0 is"
              + " 64 for every processor.");

  private static final int PER_PROCESSOR = 64;

  /**
   * Of a line that is always full, the slowest calls in a hundred wait for about so many times the
   * expected wait; the budget holds for them too.
   */
  private static final double MARGIN = 1.75;

  private static final CompletableFuture<Boolean> AT_ONCE = CompletableFuture.completedFuture(true);
  private static final CompletableFuture<Boolean> REFUSED =
      CompletableFuture.completedFuture(false);

  private final AdmissionBudget budget;
  private final int room;
  private final LongSupplier nanoTime;
  private final DrainRate rate;
  private final QueueMetrics metrics;
  private final Deque<Waiting> line = new ArrayDeque<>();
  private int underWay;
  private int inLine;
  private boolean watched;

  /** A call in line, until its turn or the time {@code until}. */
  private record Waiting(int units, long since, long until, CompletableFuture<Boolean> turn) {}

  /**
   * @param server what the model server is called in the metrics
   * @param concurrency from {@link #CONCURRENCY}
   */
  public CallQueue(String server, AdmissionBudget budget, int concurrency, MeterRegistry metrics) {
    this(server, budget, concurrency, metrics, System::nanoTime);
  }

  CallQueue(
      String server,
      AdmissionBudget budget,
      int concurrency,
      MeterRegistry registry,
      LongSupplier nanoTime) {
    int processors = Runtime.getRuntime().availableProcessors();
    this.budget = budget;
    this.room = concurrency == 0 ? PER_PROCESSOR * processors : concurrency;
    this.nanoTime = nanoTime;
    this.rate = new DrainRate(room);
    this.metrics = new QueueMetrics(server, this, registry);
  }

  /**
   * Whether a call may begin, known when its turn comes; where it may, exactly one {@link #leave}
   * follows. Cancelling gives up the place in line.
   *
   * @param units how much work it is, at least 1
   * @param leftNanos the time until its deadline; {@link Long#MAX_VALUE} without one
   */
  public CompletableFuture<Boolean> enter(int units, long leftNanos) {
    return metrics.counted(enterOrWait(units, leftNanos));
  }

  private synchronized CompletableFuture<Boolean> enterOrWait(int units, long leftNanos) {
    long now = nanoTime.getAsLong();
    if (line.isEmpty() && underWay < room) {
      begin(units, now);
      return AT_ONCE;
    }
    if (!budget.allows(MARGIN * rate.nanos(underWay + inLine), leftNanos)) {
      return REFUSED;
    }
    long patience = budget.patience((long) (MARGIN * rate.nanos(underWay)), leftNanos);
    Waiting waiting = new Waiting(units, now, now + patience, new CompletableFuture<>());
    line.add(waiting);
    inLine += units;
    if (!watched) {
      watch(patience);
    }
    return waiting.turn();
  }

  /** One clock for the whole line: as a rule the first has the least time left. */
  private void watch(long nanos) {
    watched = true;
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::refuseLate);
  }

  private void refuseLate() {
    List<Waiting> late = new ArrayList<>();
    synchronized (this) {
      long now = nanoTime.getAsLong();
      while (!line.isEmpty()
          && (line.element().until() - now <= 0 || line.element().turn().isDone())) {
        late.add(remove());
      }
      watched = false;
      if (!line.isEmpty()) {
        watch(line.element().until() - now);
      }
    }
    late.forEach(one -> one.turn().complete(false));
  }

  private Waiting remove() {
    Waiting first = line.remove();
    inLine -= first.units();
    return first;
  }

  private void begin(int units, long now) {
    underWay += units;
    rate.began(underWay, now);
  }

  /** A call that began is over. */
  public void leave(int units) {
    for (Waiting next : release(units)) {
      if (!next.turn().complete(true)) {
        leave(next.units()); // The clock or the caller was faster.
      }
    }
  }

  /**
   * The calls whose turn has come: none until half of the room is free, then as many as there is
   * room for, since calls that begin together share wakings of threads and batches of the model.
   */
  private synchronized List<Waiting> release(int units) {
    List<Waiting> begun = new ArrayList<>(1);
    long now = nanoTime.getAsLong();
    underWay -= units;
    boolean takesMore = underWay <= room / 2;
    while (takesMore && !line.isEmpty() && underWay < room) {
      Waiting next = remove();
      boolean late = next.until() - now < 0 && next.turn().complete(false);
      if (!late && !next.turn().isDone()) {
        begin(next.units(), now);
        metrics.waited(now - next.since());
        begun.add(next);
      }
    }
    rate.ended(units, underWay, now);
    return begun;
  }

  /** How much work is under way. */
  synchronized int underWay() {
    return underWay;
  }

  /** How much work waits. */
  synchronized int inLine() {
    return inLine;
  }
}
