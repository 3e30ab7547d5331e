package chatwarden.ingest.stage;

import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.flow.OrderedFlow;
import chatwarden.type.v1.Comment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
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
 * batches. Two flows follow: batches are classified at the same time and published strictly in
 * order, by one virtual thread at a time; and what is published leaves in order, when the broker
 * has confirmed it. The thread of the source only appends; it blocks while the window is full, and
 * while too much waits in later queues.
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
  private final OrderedFlow<PipelineStep, PipelineStep> classification;
  private final PublishedSteps published = new PublishedSteps(this::confirmed);

  private final Queue<PipelineStep> sealed = new ConcurrentLinkedQueue<>();

  /** Those that follow the open batch. */
  private final List<PipelineStep> afterOpen = new ArrayList<>();

  private final List<PipelineStep.Barrier> barriers = new ArrayList<>();
  private PipelineStep.@Nullable Comments open;
  private int weight;
  private int batchesUnderWay;
  private int unconfirmed;
  private @Nullable Throwable broken;

  ChatPipeline(Supplier<ChatPolicy> policy, ChatPublisher publisher, ClassifyStage stage) {
    this.policy = policy;
    this.publisher = publisher;
    this.stage = stage;
    this.classification =
        new OrderedFlow<>(
            stage.callsAtOnce(),
            sealed::poll,
            this::classify,
            this::publishOrFail,
            task -> stage.run(this, task::run));
  }

  @Override
  public void deliver(Comment comment) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitRoom();
      boolean fresh = open == null;
      PipelineStep.Comments batch = open == null ? new PipelineStep.Comments() : open;
      open = batch;
      batch.add(comment);
      took(1);
      if (batch.isFull(stage.batchSize()) || batchesUnderWay < AT_ONCE) {
        seal(batch);
      } else if (fresh) {
        stage.afterLinger(() -> sealIfOpen(batch));
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
      took(1);
      seal(new PipelineStep.Event(event));
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
      barriers.add(barrier);
      if (open == null) {
        seal(barrier);
      } else {
        afterOpen.add(barrier); // A caller that waits does not make batches smaller.
      }
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

  private void seal(PipelineStep step) {
    sealed.add(step);
    if (step == open) {
      open = null;
      batchesUnderWay++;
      sealed.addAll(afterOpen);
      afterOpen.clear();
    }
    classification.goOn();
  }

  /** Answers with the step when it can be published. */
  private CompletableFuture<PipelineStep> classify(PipelineStep step) {
    if (!(step instanceof PipelineStep.Comments batch)) {
      return CompletableFuture.completedFuture(step);
    }
    CompletableFuture<PipelineStep> classified = new CompletableFuture<>();
    stage.run(
        this,
        () -> {
          stage.classify(batch, policy.get());
          classified.complete(batch);
        });
    return classified;
  }

  private void publishOrFail(
      PipelineStep step, @Nullable PipelineStep classified, @Nullable Throwable fault) {
    try {
      if (fault != null) {
        fail(fault);
      } else {
        publish(step);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(ClassifyStage.closedFault());
    }
  }

  /** Publishes a step whose turn it is. Blocks while the broker is full. */
  private void publish(PipelineStep step) throws InterruptedException {
    boolean isLast = step instanceof PipelineStep.Event event && event.isLast();
    lock.lockInterruptibly();
    try {
      while (isLast && broken == null && unconfirmed > 0) {
        changed.await();
      }
      if (broken != null) {
        return;
      }
      unconfirmed++;
    } finally {
      lock.unlock();
    }
    published.add(step, publisher.publish(step));
  }

  private void confirmed(PipelineStep step, @Nullable Throwable fault) {
    if (fault != null) {
      fail(fault);
      return;
    }
    lock.lock();
    try {
      if (broken != null) {
        return;
      }
      left(step);
      if (open != null && batchesUnderWay < AT_ONCE) {
        seal(open);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void left(PipelineStep step) {
    unconfirmed--;
    weight -= step.weight();
    stage.metrics().settled(step.weight());
    if (step instanceof PipelineStep.Comments) {
      batchesUnderWay--;
    }
    if (step instanceof PipelineStep.Barrier barrier) {
      barriers.remove(barrier);
      barrier.reached().completeAsync(barrier::messagesBefore, Thread::startVirtualThread);
    } else if (weight == 0) {
      stage.idle(this);
    }
  }

  /** Nothing more goes in or out; whoever waits learns it. */
  void fail(Throwable fault) {
    List<PipelineStep.Barrier> waiting;
    lock.lock();
    try {
      if (broken != null) {
        return;
      }
      broken = fault;
      classification.close();
      published.close();
      waiting = List.copyOf(barriers);
      barriers.clear();
      sealed.clear();
      afterOpen.clear();
      open = null;
      stage.metrics().settled(weight);
      weight = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    stage.idle(this);
    for (PipelineStep.Barrier barrier : waiting) {
      Thread.startVirtualThread(() -> barrier.reached().completeExceptionally(fault));
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
