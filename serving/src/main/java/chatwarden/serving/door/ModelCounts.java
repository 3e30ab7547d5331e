package chatwarden.serving.door;

import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/** Counts the work of one version of a model since the server started. Safe for many threads. */
public final class ModelCounts {

  private final InstantSource clock;
  private final LongAdder texts = new LongAdder();
  private final Events answered = new Events();
  private final Events failed = new Events();
  private final Events queued = new Events();
  private final Events runs = new Events();
  private volatile long lastRunMillis;

  ModelCounts(InstantSource clock) {
    this.clock = clock;
  }

  /** A number of events and the time that they took together. */
  public static final class Events {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    private Events() {}

    void add(long took) {
      count.increment();
      nanos.add(took);
    }

    /** Returns how many there were. */
    public long count() {
      return count.sum();
    }

    /** Returns the nanoseconds that they took. */
    public long nanos() {
      return nanos.sum();
    }
  }

  void ran(int rows, long took) {
    texts.add(rows);
    runs.add(took);
    lastRunMillis = clock.millis();
  }

  /** Returns when the model ran last, in milliseconds since 1970; 0 where it never did. */
  public long lastRunMillis() {
    return lastRunMillis;
  }

  /** Returns how many texts the model ran on. */
  public long texts() {
    return texts.sum();
  }

  /** Returns the calls that were answered, from their arrival on. */
  public Events answered() {
    return answered;
  }

  /** Returns the calls that failed or were cancelled. */
  public Events failed() {
    return failed;
  }

  /** Returns the waits of calls for a thread. */
  public Events queued() {
    return queued;
  }

  /** Returns the batches that the model ran. */
  public Events runs() {
    return runs;
  }
}
