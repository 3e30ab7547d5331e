package chatwarden.serving.batch;

import chatwarden.serving.batch.RefineCall.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows that wait for a better answer, in three lines, the most urgent of each first: live rows,
 * rows of other calls that are answered soon, and rows that wait as long as it takes. The first
 * line that has rows is served, except that after {@value BatchQueue#LIVE_IN_A_ROW} batches in a
 * row the next one has its turn.
 */
final class RefineQueue {

  private static final Comparator<Row<?, ?>> MOST_URGENT =
      Comparator.<Row<?, ?>>comparingDouble(row -> -row.urgency()).thenComparingLong(Row::number);

  private final int budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition quiet = lock.newCondition();
  private final Line live = new Line();
  private final Line soon = new Line();
  private final Line waiting = new Line();
  private final List<Line> lines = List.of(live, soon, waiting);
  private int running;
  private int inARow;
  private boolean closed;

  /** The rows of one priority, by urgency and by their arrival. */
  private static final class Line {
    private final TreeSet<Row<?, ?>> rows = new TreeSet<>(MOST_URGENT);
    private final Deque<Row<?, ?>> arrived = new ArrayDeque<>();
    private long tokens;

    void add(Row<?, ?> row) {
      rows.add(row);
      arrived.add(row);
      tokens += row.tokens();
    }

    void took(Row<?, ?> row) {
      tokens -= row.tokens();
      while (!arrived.isEmpty() && !rows.contains(arrived.getFirst())) {
        arrived.removeFirst();
      }
    }
  }

  RefineQueue(int budget) {
    this.budget = budget;
  }

  private Line line(RefineCall<?, ?> call) {
    if (call.waits()) {
      return waiting;
    }
    return switch (call.priority()) {
      case LIVE -> live;
      case BACKFILL -> soon;
    };
  }

  /** Puts rows in; false when this is closed. */
  boolean put(List<? extends Row<?, ?>> rows) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      rows.forEach(row -> line(row.call()).add(row));
      work.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out rows that are to be answered soon and arrived before {@code begin}. */
  List<Row<?, ?>> olderThan(long begin) {
    lock.lock();
    try {
      List<Row<?, ?>> old = new ArrayList<>();
      for (Line line : List.of(live, soon)) {
        while (!line.arrived.isEmpty() && line.arrived.getFirst().begin() - begin < 0) {
          Row<?, ?> row = line.arrived.removeFirst();
          if (line.rows.remove(row)) {
            line.took(row);
            old.add(row);
          }
        }
      }
      signalIfQuiet();
      return old;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes out the least urgent rows of those to be answered soon, live ones last, until at most
   * {@code tokens} of them wait.
   */
  List<Row<?, ?>> above(long tokens) {
    lock.lock();
    try {
      List<Row<?, ?>> least = new ArrayList<>();
      for (Line line : List.of(soon, live)) {
        while (live.tokens + soon.tokens > tokens && !line.rows.isEmpty()) {
          Row<?, ?> row = line.rows.removeLast();
          line.took(row);
          least.add(row);
        }
      }
      signalIfQuiet();
      return least;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for rows of one function and takes them; null when none will come. */
  @Nullable List<Row<?, ?>> take(boolean hasRun) throws InterruptedException {
    lock.lock();
    try {
      if (hasRun) {
        running--;
        signalIfQuiet();
      }
      while (size() == 0) {
        if (closed) {
          return null;
        }
        work.await();
      }
      running++;
      return gather(nextLine());
    } finally {
      lock.unlock();
    }
  }

  private Line nextLine() {
    List<Line> filled = lines.stream().filter(line -> !line.rows.isEmpty()).toList();
    boolean isNextOnesTurn = filled.size() > 1 && inARow >= BatchQueue.LIVE_IN_A_ROW;
    inARow = isNextOnesTurn ? 0 : inARow + 1;
    return filled.get(isNextOnesTurn ? 1 : 0);
  }

  private List<Row<?, ?>> gather(Line line) {
    List<Row<?, ?>> batch = new ArrayList<>();
    long tokens = 0;
    Iterator<Row<?, ?>> rows = line.rows.iterator();
    while (rows.hasNext()) {
      Row<?, ?> row = rows.next();
      boolean fits = batch.isEmpty() || tokens + row.tokens() <= budget;
      boolean same =
          batch.isEmpty() || row.call().function().equals(batch.getFirst().call().function());
      if (!fits) {
        break;
      }
      if (same) {
        tokens += row.tokens();
        batch.add(row);
        rows.remove();
      }
    }
    batch.forEach(line::took);
    return batch;
  }

  private void signalIfQuiet() {
    if (running == 0 && size() == 0) {
      quiet.signalAll();
    }
  }

  /** Waits until nothing waits or runs, at most {@code nanos}. */
  void awaitQuiet(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while ((running > 0 || size() > 0) && left > 0) {
        left = quiet.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the waiting threads, and returns what still waits. */
  List<Row<?, ?>> close() {
    lock.lock();
    try {
      closed = true;
      List<Row<?, ?>> left = new ArrayList<>();
      for (Line line : lines) {
        left.addAll(line.rows);
        line.rows.clear();
      }
      work.signalAll();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many rows wait. */
  int size() {
    lock.lock();
    try {
      return lines.stream().mapToInt(line -> line.rows.size()).sum();
    } finally {
      lock.unlock();
    }
  }
}
