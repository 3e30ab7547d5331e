package chatwarden.ingest.stage;

import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.runtime.error.FaultCode;
import chatwarden.type.v1.Comment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of one chat through classification to the broker.
 *
 * <p>Comments gather in the open batch. It is sent to the classifier when it is full, when its
 * first comment has waited for the linger time, or at once while fewer than {@value #AT_ONCE}
 * batches of the chat are under way, so that a quiet chat does not wait and a busy one fills its
 * batches. Several batches are classified at the same time; they are published strictly in order,
 * by one virtual thread at a time that lives while there is something to publish. Steps leave in
 * order too, when the broker has confirmed them. The thread of the source only appends; it blocks
 * while the window is full, and while too much waits in later queues.
 */
final class ChatPipeline implements SourceSink {

  /** So many batches may be on their way to the broker before a comment waits for company. */
  private static final int AT_ONCE = 2;

  private static final long HELD_UP_NANOS = 20_000_000;

  private final Supplier<ChatPolicy> policy;
  private final ClassifyStage stage;
  private final ChatPublisher publisher;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<PipelineStep> unpublished = new ArrayDeque<>();
  private final Deque<PipelineStep> unconfirmed = new ArrayDeque<>();
  private final Deque<PipelineStep.Comments> uncalled = new ArrayDeque<>();
  private PipelineStep.@Nullable Comments open;
  private int weight;
  private int calls;
  private int batchesUnderWay;
  private boolean publishing;
  private @Nullable Throwable broken;

  ChatPipeline(Supplier<ChatPolicy> policy, ChatPublisher publisher, ClassifyStage stage) {
    this.policy = policy;
    this.publisher = publisher;
    this.stage = stage;
  }

  @Override
  public void deliver(Comment comment) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitRoom();
      PipelineStep.Comments batch = open;
      boolean fresh = batch == null;
      if (batch == null) {
        batch = new PipelineStep.Comments();
        open = batch;
        unpublished.add(batch);
      }
      batch.add(comment);
      took(1);
      if (batch.isFull(stage.batchSize()) || batchesUnderWay < AT_ONCE) {
        seal(batch);
      } else if (fresh) {
        PipelineStep.Comments lingering = batch;
        stage.afterLinger(() -> sealIfOpen(lingering));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void report(ChatEvent event) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitRoom();
      if (open != null) {
        seal(open);
      }
      unpublished.add(new PipelineStep.Event(event));
      took(1);
      publishSoon();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void reject(Rejection rejection) {
    stage.sourceRejected();
  }

  @Override
  public CompletionStage<Long> barrier() {
    lock.lock();
    try {
      if (broken != null) {
        return CompletableFuture.failedFuture(broken);
      }
      PipelineStep.Barrier barrier = new PipelineStep.Barrier();
      unpublished.add(barrier);
      publishSoon();
      return barrier.reached().minimalCompletionStage();
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws InterruptedException {
    while (broken == null && (weight >= stage.window() || stage.isHeldUp())) {
      // The end of a backlog is not signalled.
      changed.awaitNanos(HELD_UP_NANOS);
    }
    if (broken != null) {
      throw FaultCode.UNAVAILABLE.exception("STAGE_CLOSED", "the classify stage is closed", broken);
    }
  }

  private void took(int count) {
    if (weight == 0) {
      stage.active(this);
    }
    weight += count;
    stage.metrics().took(count);
  }

  private void sealIfOpen(PipelineStep.Comments batch) {
    lock.lock();
    try {
      if (open == batch) {
        seal(batch);
      }
    } finally {
      lock.unlock();
    }
  }

  private void seal(PipelineStep.Comments batch) {
    open = null;
    batchesUnderWay++;
    uncalled.add(batch);
    callSoon();
  }

  private void callSoon() {
    while (broken == null && calls < stage.callsAtOnce() && !uncalled.isEmpty()) {
      PipelineStep.Comments batch = uncalled.remove();
      calls++;
      stage.run(this, () -> classify(batch));
    }
  }

  private void classify(PipelineStep.Comments batch) throws InterruptedException {
    stage.metrics().batch(batch.comments().size());
    Classified answer = stage.classifier().classify(batch.comments(), policy.get());
    lock.lock();
    try {
      batch.answer(answer);
      calls--;
      callSoon();
      publishSoon();
    } finally {
      lock.unlock();
    }
  }

  private void publishSoon() {
    if (!publishing && broken == null && mayPublish(unpublished.peek())) {
      publishing = true;
      stage.run(this, this::publishAll);
    }
  }

  private boolean mayPublish(@Nullable PipelineStep step) {
    if (step == null || !step.isReady()) {
      return false;
    }
    boolean waits = step instanceof PipelineStep.Event event && event.isLast();
    return !waits || unconfirmed.isEmpty();
  }

  private void publishAll() throws InterruptedException {
    PipelineStep step = next();
    while (step != null) {
      PipelineStep published = step;
      publisher.publish(step).whenComplete((done, fault) -> confirmed(published, fault));
      step = next();
    }
  }

  private @Nullable PipelineStep next() {
    lock.lock();
    try {
      if (broken != null || !mayPublish(unpublished.peek())) {
        publishing = false;
        return null;
      }
      PipelineStep step = unpublished.remove();
      unconfirmed.add(step);
      return step;
    } finally {
      lock.unlock();
    }
  }

  private void confirmed(PipelineStep step, @Nullable Throwable fault) {
    if (fault != null) {
      fail(fault);
      return;
    }
    lock.lock();
    try {
      step.confirm();
      while (!unconfirmed.isEmpty() && unconfirmed.element().isConfirmed()) {
        left(unconfirmed.remove());
      }
      if (open != null && batchesUnderWay < AT_ONCE) {
        seal(open);
      }
      publishSoon();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void left(PipelineStep step) {
    weight -= step.weight();
    stage.metrics().settled(step.weight());
    if (step instanceof PipelineStep.Comments) {
      batchesUnderWay--;
    }
    if (step instanceof PipelineStep.Barrier barrier) {
      barrier.reached().completeAsync(barrier::messagesBefore, Thread::startVirtualThread);
    } else if (weight == 0) {
      stage.idle(this);
    }
  }

  /** Nothing more goes in or out; whoever waits learns it. */
  void fail(Throwable fault) {
    List<PipelineStep> left;
    lock.lock();
    try {
      if (broken != null) {
        return;
      }
      broken = fault;
      left = new ArrayList<>(unconfirmed);
      left.addAll(unpublished);
      unconfirmed.clear();
      unpublished.clear();
      uncalled.clear();
      open = null;
      stage.metrics().settled(weight);
      weight = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    stage.idle(this);
    for (PipelineStep step : left) {
      if (step instanceof PipelineStep.Barrier barrier) {
        Thread.startVirtualThread(() -> barrier.reached().completeExceptionally(fault));
      }
    }
  }

  /** Waits until nothing is under way; whether that came to pass before the deadline. */
  boolean awaitEmpty(long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (weight > 0) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
