package chatwarden.ingest.stage;

import chatwarden.ingest.broker.Backoff;
import chatwarden.ingest.broker.Delivery;
import chatwarden.runtime.error.ChatwardenException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * The messages of one chat on their way into the store, in order.
 *
 * <p>Batches follow each other without waiting for answers, a few at a time: the store keeps the
 * order of its calls. When it is away, the lane waits until nothing is under way and then goes on
 * from the first that failed; what was under way behind that and did not fail, because the store
 * came back in between, stays before it. An event goes alone: when everything before it is
 * recorded, and nothing behind it begins until it is. Safe for use by many threads.
 */
final class ChatLane {

  private static final int DEPTH = 16;
  private static final Duration FIRST_DELAY = Duration.ofMillis(20);

  private final RecordStage stage;
  private final Backoff backoff;
  private final Deque<Job> waiting = new ArrayDeque<>();
  private final PriorityQueue<Job> failed =
      new PriorityQueue<>(Comparator.comparingLong(Job::number).reversed());
  private final Set<String> goneRound = new HashSet<>();
  private long lastNumber;
  private int underWay;
  private boolean alone;
  private boolean paused;

  ChatLane(RecordStage stage, Duration longestDelay) {
    this.stage = stage;
    this.backoff = new Backoff(FIRST_DELAY, longestDelay);
  }

  /** A message and its place in the lane. */
  record Job(long number, Delivery delivery, RecordMessage message) {
    boolean isEvent() {
      return message instanceof RecordMessage.Event;
    }

    boolean isEnd() {
      return message instanceof RecordMessage.Event event && event.isEnd();
    }
  }

  /** Puts the message at the end. {@link #goOn} is to follow. */
  synchronized void add(Delivery delivery, RecordMessage message) {
    waiting.add(new Job(++lastNumber, delivery, message));
  }

  /** Whether nothing of the chat is known here any more. */
  synchronized boolean isEmpty() {
    return waiting.isEmpty() && failed.isEmpty() && underWay == 0 && goneRound.isEmpty();
  }

  /** Begins what may begin. Never blocks. */
  synchronized void goOn() {
    while (!paused && !waiting.isEmpty()) {
      Job job = waiting.element();
      if (!job.delivery().isLive()) {
        waiting.remove();
        stage.letGo();
      } else if (mayBegin(job)) {
        waiting.remove();
        underWay++;
        alone = job.isEvent();
        begin(job);
      } else {
        return;
      }
    }
  }

  private boolean mayBegin(Job job) {
    return job.isEvent() ? underWay == 0 : !alone && underWay < DEPTH;
  }

  private void begin(Job job) {
    if (job.isEnd() && hasToWait(job.delivery())) {
      stage.sendToTheEnd(this, job);
    } else {
      stage.record(this, job);
    }
  }

  /**
   * Whether something of the chat may lie behind its end: messages that were sent round again, by
   * this process, or, if the end was delivered before, by one that died since.
   */
  private boolean hasToWait(Delivery end) {
    return end.isRedelivered() || (!goneRound.isEmpty() && stage.mayWait(end));
  }

  /** The store did not record the job; on a thread that may block. */
  void failed(Job job, Throwable fault) throws InterruptedException {
    Throwable cause =
        fault instanceof CompletionException e && e.getCause() != null ? e.getCause() : fault;
    if (cause instanceof ChatwardenException known && known.isTransient()) {
      pause(job, known.reason());
    } else {
      finished(job, stage.giveUp(job, cause));
    }
  }

  /** The store has recorded the job, or it is settled otherwise. */
  void finished(Job job, boolean goesRound) {
    synchronized (this) {
      underWay--;
      alone = false;
      if (goesRound) {
        goneRound.add(job.delivery().id());
      } else {
        goneRound.remove(job.delivery().id());
      }
      if (job.isEnd()) {
        goneRound.clear();
      }
      if (!paused) {
        backoff.reset();
      }
      resumeWhenQuiet();
    }
    goOn();
  }

  /** The end of the chat stands behind what goes round. */
  void sentToTheEnd() {
    synchronized (this) {
      underWay--;
      alone = false;
      resumeWhenQuiet();
    }
    goOn();
  }

  private synchronized void pause(Job job, String reason) {
    underWay--;
    alone = false;
    paused = true;
    failed.add(job);
    stage.away(reason);
    resumeWhenQuiet();
  }

  private void resumeWhenQuiet() {
    if (paused && underWay == 0) {
      stage.later(backoff.next(), this::resume);
    }
  }

  private void resume() {
    synchronized (this) {
      while (!failed.isEmpty()) {
        waiting.addFirst(failed.remove());
      }
      paused = false;
    }
    goOn();
  }
}
