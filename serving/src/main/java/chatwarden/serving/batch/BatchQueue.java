package chatwarden.serving.batch;

import chatwarden.runtime.grpc.CallPriority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a thread, one line for each {@link CallPriority}, and how batches are made of it.
 *
 * <p>Without a timer: a free thread takes the waiting rows at once; while all are busy, those that
 * comes gathers to the next batch. A batch holds the rows of one function and one priority, first
 * come first served. Live calls go before backfill, except that after {@value #LIVE_IN_A_ROW} live
 * batches one of backfill has its turn, so that it moves on under any load.
 *
 * <p>A call has a place in its line from {@link #enter} until its last row is taken.
 */
final class BatchQueue {

  /** After how many live batches one of backfill runs. */
  static final int LIVE_IN_A_ROW = 16;

  /** How many waiting calls are looked at for one batch. */
  private static final int REACH = 64;

  private final int capacity;
  private final int budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition quiet = lock.newCondition();
  private final Line live = new Line();
  private final Line backfill = new Line();
  private int running;
  private int liveInARow;
  private volatile boolean stopping;
  private boolean closed;

  /** The calls of one priority; their places are counted without the lock. */
  private static final class Line {
    private final Deque<BatchRequest<?, ?>> requests = new ArrayDeque<>();
    private final AtomicInteger places = new AtomicInteger();
    private final AtomicLong tokens = new AtomicLong();
  }

  /** A batch to run, if there is one, calls that begin with it, and calls that are over. */
  record Turn(
      @Nullable Batch<?, ?> batch, List<BatchRequest<?, ?>> begun, List<BatchRequest<?, ?>> over) {}

  /** How a wish for a place was answered. */
  enum Place {
    GIVEN,
    NONE_FREE,
    STOPPING
  }

  /**
   * @param capacity how many calls of each priority have a place
   * @param budget how many tokens a batch may have
   */
  BatchQueue(int capacity, int budget) {
    this.capacity = capacity;
    this.budget = budget;
  }

  private Line line(CallPriority priority) {
    return switch (priority) {
      case LIVE -> live;
      case BACKFILL -> backfill;
    };
  }

  /** Asks for a place in the line of {@code priority}; {@link #put} or {@link #leave} follows. */
  Place enter(CallPriority priority) {
    AtomicInteger places = line(priority).places;
    if (stopping) {
      return Place.STOPPING;
    }
    if (places.getAndUpdate(taken -> Math.min(taken + 1, capacity)) == capacity) {
      return Place.NONE_FREE;
    }
    if (stopping) { // Again: whoever waits for quiet may have seen no place taken.
      leave(priority);
      return Place.STOPPING;
    }
    return Place.GIVEN;
  }

  /** Gives a place back that nothing was put in. */
  void leave(CallPriority priority) {
    lock.lock();
    try {
      free(line(priority));
    } finally {
      lock.unlock();
    }
  }

  private void free(Line line) {
    line.places.decrementAndGet();
    signalIfQuiet();
  }

  /** Takes a request that left the line, and the tokens that it has left, out of the count. */
  private void remove(Line line, BatchRequest<?, ?> request) {
    line.tokens.addAndGet(-request.tokensLeft());
    free(line);
  }

  /** Puts {@code request} in its place; false when this was closed in between. */
  boolean put(BatchRequest<?, ?> request) {
    lock.lock();
    try {
      Line line = line(request.priority());
      if (closed) {
        free(line);
        return false;
      }
      line.requests.add(request);
      line.tokens.addAndGet(request.tokensLeft());
      work.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the calls that no caller waits for any more, to make room. */
  List<BatchRequest<?, ?>> sweep(CallPriority priority) {
    List<BatchRequest<?, ?>> over = new ArrayList<>();
    lock.lock();
    try {
      Line line = line(priority);
      line.requests.removeIf(request -> request.isOver() && over.add(request));
      over.forEach(request -> remove(line, request));
    } finally {
      lock.unlock();
    }
    return over;
  }

  /**
   * Waits for work and takes it. Null when there is none and none will come.
   *
   * @param hasRun whether this thread took work before, which it has run now
   */
  @Nullable Turn take(boolean hasRun) throws InterruptedException {
    lock.lock();
    try {
      if (hasRun) {
        running--;
        signalIfQuiet();
      }
      while (isEmpty()) {
        if (closed) {
          return null;
        }
        work.await();
      }
      Turn turn = gather(nextLine());
      running++;
      if (!isEmpty()) {
        work.signal(); // The rest may be more than the threads that were signalled for it.
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    return live.requests.isEmpty() && backfill.requests.isEmpty();
  }

  private Line nextLine() {
    boolean isBackfillsTurn = liveInARow >= LIVE_IN_A_ROW && !backfill.requests.isEmpty();
    if (live.requests.isEmpty() || isBackfillsTurn) {
      liveInARow = 0;
      return backfill;
    }
    liveInARow++;
    return live;
  }

  private Turn gather(Line line) {
    Batch<?, ?> batch = null;
    List<BatchRequest<?, ?>> begun = new ArrayList<>();
    List<BatchRequest<?, ?>> over = new ArrayList<>();
    Iterator<BatchRequest<?, ?>> requests = line.requests.iterator();
    for (int i = 0; i < REACH && requests.hasNext() && (batch == null || !batch.isFull()); i++) {
      BatchRequest<?, ?> request = requests.next();
      long tokens = request.tokensLeft();
      boolean isOver = request.isOver();
      if (isOver) {
        over.add(request);
      } else {
        int before = request.next();
        batch = add(request, batch);
        line.tokens.addAndGet(request.tokensLeft() - tokens);
        if (before == 0 && request.next() > 0) {
          begun.add(request);
        }
      }
      if (isOver || request.next() == request.size()) {
        requests.remove();
        remove(line, request);
      }
    }
    return new Turn(batch, begun, over);
  }

  /** Adds rows of {@code request} if they are for the function of {@code batch}. */
  @SuppressWarnings("unchecked") // Equal functions take and give the same types.
  private <I, O> Batch<?, ?> add(BatchRequest<I, O> request, @Nullable Batch<?, ?> batch) {
    Batch<I, O> to = batch == null ? new Batch<>(request.function(), budget) : (Batch<I, O>) batch;
    if (to.isOf(request.function())) {
      to.take(request);
    }
    return to;
  }

  private boolean isQuiet() {
    return running == 0 && live.places.get() == 0 && backfill.places.get() == 0;
  }

  private void signalIfQuiet() {
    if (isQuiet()) {
      quiet.signalAll();
    }
  }

  /** Lets nothing more in. */
  void stop() {
    stopping = true;
  }

  /** Waits until nothing waits or runs, at most {@code nanos}. */
  void awaitQuiet(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (!isQuiet() && left > 0) {
        left = quiet.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the waiting threads, and gives what still waits. */
  List<BatchRequest<?, ?>> close() {
    lock.lock();
    try {
      stopping = true;
      closed = true;
      List<BatchRequest<?, ?>> left = new ArrayList<>();
      for (Line line : List.of(live, backfill)) {
        left.addAll(line.requests);
        line.requests.forEach(request -> remove(line, request));
        line.requests.clear();
      }
      work.signalAll();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** How many tokens wait. */
  long tokens() {
    return live.tokens.get() + backfill.tokens.get();
  }

  /** How many calls of {@code priority} have a place. */
  int size(CallPriority priority) {
    return line(priority).places.get();
  }
}
