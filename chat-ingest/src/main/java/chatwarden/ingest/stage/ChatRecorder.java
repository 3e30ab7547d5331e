package chatwarden.ingest.stage;

import chatwarden.broker.Delivery;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.flow.OrderedFlow;
import chatwarden.runtime.retry.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one chat on their way into the store, in order.
 *
 * <p>Calls follow each other without waiting for answers, a few at a time: the store keeps their
 * order. An idle store gets every message at once; for a busy one they gather, and those of one
 * kind go together, since a call costs it much more than a comment in it. Where it refuses such a
 * call, its messages go again one by one and comment by comment, so that each comment answers for
 * itself.
 *
 * <p>When the store is away, the lane waits until nothing is under way and then goes on from the
 * first that failed; later calls under way that did not fail, because the store came back in
 * between, stays before it. An event goes alone: when everything before it is recorded, and nothing
 * after it begins until it is. Safe for use by many threads.
 */
final class ChatRecorder {

  /** So many calls are under way at most. */
  private static final int DEPTH = 4;

  private static final Duration FIRST_DELAY = Duration.ofMillis(20);

  private final RecordStage stage;
  private final Backoff backoff;
  private final Deque<LaneMessage> waiting = new ArrayDeque<>();
  private final PriorityQueue<LaneMessage> failed =
      new PriorityQueue<>(Comparator.comparingLong(LaneMessage::number).reversed());
  private final OrderedFlow<RecordCall, LaneOutcome> flow;
  private long lastNumber;
  private int underWay;
  private boolean alone;
  private boolean paused;

  ChatRecorder(RecordStage stage, Duration longestDelay) {
    this.stage = stage;
    this.backoff = new Backoff(FIRST_DELAY, longestDelay);
    // On threads of the stage: a call that began on the thread that brings the store's answers
    // would
    // overtake what another thread has just sent.
    this.flow =
        new OrderedFlow<>(
            DEPTH,
            this::next,
            stage::record,
            (call, outcome, fault) -> stage.recorded(this, call, outcome, fault),
            stage.threads());
  }

  /** Puts the message at the end. {@link #goOn} is to follow. */
  synchronized void add(Delivery delivery, RecordMessage message) {
    waiting.add(new LaneMessage(++lastNumber, delivery, message, false));
  }

  /** Whether nothing of the chat is known here any more. */
  synchronized boolean isEmpty() {
    return waiting.isEmpty() && failed.isEmpty() && underWay == 0;
  }

  /** Begins what may begin. Never blocks. */
  void goOn() {
    flow.goOn();
  }

  /** Returns the next call, if it may begin now. */
  private synchronized @Nullable RecordCall next() {
    while (!paused && !waiting.isEmpty()) {
      LaneMessage first = waiting.element();
      if (!first.delivery().isLive() && !stage.isAway()) {
        waiting.remove();
        stage.abandon();
      } else if (first.isEvent() ? underWay > 0 : alone) {
        return null;
      } else {
        underWay++;
        alone = first.isEvent();
        return gathered();
      }
    }
    return null;
  }

  /** Returns the first waiting call, joined with the later ones that may go with it. */
  private RecordCall gathered() {
    RecordCall.Gathering gathering = new RecordCall.Gathering(waiting.remove());
    while (!waiting.isEmpty() && gathering.takes(waiting.element())) {
      gathering.add(waiting.remove());
    }
    return gathering.call(stage.tracing);
  }

  /** Pauses after a failed call: the store is away, or refuses a part of the call. */
  void failed(RecordCall call, Throwable fault) {
    if (LaneOutcome.cause(fault) instanceof ChatwardenException known && known.isTransient()) {
      stage.away(known.reason());
      pause(call.messages());
    } else {
      pause(call.messages().stream().map(LaneMessage::alone).toList());
    }
  }

  /** Goes on after a call for which the store has answered. */
  void finished() {
    synchronized (this) {
      underWay--;
      alone = false;
      if (!paused) {
        backoff.reset();
      }
      resumeWhenQuiet();
    }
    goOn();
  }

  private synchronized void pause(List<LaneMessage> unrecorded) {
    underWay--;
    alone = false;
    paused = true;
    failed.addAll(unrecorded);
    resumeWhenQuiet();
  }

  private void resumeWhenQuiet() {
    if (paused && underWay == 0) {
      stage.schedule(backoff.next(), this::resume);
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
