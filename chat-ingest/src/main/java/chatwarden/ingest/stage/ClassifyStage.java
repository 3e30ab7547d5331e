package chatwarden.ingest.stage;

import static java.util.Objects.requireNonNull;

import chatwarden.broker.Backlog;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.pipeline.v1.Publication;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.tracing.Tracing;
import chatwarden.runtime.tracing.WorkSpan;
import io.grpc.Channel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 1: has the comments of chats classified in batches and publishes them to the recorder,
 * which passes flagged comments on to the tagger.
 *
 * <p>Each chat keeps its order. A classifier or broker that is away is waited for, while the
 * sources are held up at {@code classify.window} comments a chat. A comment that the classifier
 * refuses becomes a dead letter of the recorder's queue and a rejection of its session. Everything
 * here runs on virtual threads but the linger timer, which only wakes them. Safe for use by many
 * threads.
 */
public final class ClassifyStage implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(ClassifyStage.class);

  private final ClassifierClient classifier;
  private final Backlog backlog;
  private final StageOutput output;
  private final Tracing tracing;
  private final StageMetrics metrics;
  private final ModerationMetrics moderation;
  private final Counter rejected;
  private final Counter timesAhead;
  private final long lingerNanos;
  private final int batchSize;
  private final int callsAtOnce;
  private final int window;

  private final Set<ChatPipeline> active = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("classify-", 0).factory());
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("classify-linger").factory());

  /** Creates a stage that asks the classifier at {@code channel}, which the caller closes. */
  public ClassifyStage(
      Channel channel,
      ConfirmedPublisher publisher,
      Backlog backlog,
      Config config,
      MeterRegistry registry) {
    this.backlog = backlog;
    this.tracing = publisher.tracing();
    this.metrics = new StageMetrics("classify", registry);
    int maxAttempts = config.get(StageKeys.MAX_ATTEMPTS);
    RetryingCall calls =
        new RetryingCall("classifier", channel, config.get(StageKeys.RETRY_DELAY), metrics);
    this.classifier =
        new ClassifierClient(
            new ClassifierCalls(
                channel, calls, config.get(StageKeys.CLASSIFY_TIMEOUT), maxAttempts, metrics));
    this.output = new StageOutput(publisher, maxAttempts, metrics);
    this.moderation = new ModerationMetrics(registry);
    this.rejected =
        Counter.builder("source.rejected")
            .description("Inputs of sources that are no comments")
            .register(registry);
    this.timesAhead =
        Counter.builder("source.time.ahead")
            .description("Timestamps of sources more than ten minutes in the future")
            .register(registry);
    this.lingerNanos = config.get(StageKeys.LINGER).toNanos();
    this.batchSize = config.get(StageKeys.BATCH_SIZE);
    this.callsAtOnce = config.get(StageKeys.CALLS);
    this.window = config.get(StageKeys.WINDOW);
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Returns why it makes no headway; empty unless it settled none of its messages for that long.
   */
  public Optional<String> standstill(Duration longest) {
    return metrics.standstill(longest);
  }

  @Override
  public String name() {
    return "classify-stage";
  }

  @Override
  public void start() {}

  /**
   * Opens the way in for one chat. It needs no closing: it holds threads only while comments are
   * under way.
   *
   * @param origin the session and the fence of its lease, without numbers; under one fence, the
   *     messages of one sink alone are counted
   * @param policy the flagging policy; asked for anew before each batch, on a virtual thread
   * @param rejections hears of comments that the classifier refuses, on a virtual thread
   */
  public SourceSink open(
      String chat,
      Publication origin,
      Supplier<ChatPolicy> policy,
      Consumer<Rejection> rejections) {
    requireNonNull(chat, "chat");
    ChatPublisher publisher = new ChatPublisher(chat, origin, rejections, output, moderation);
    SourceSink pipeline = new ChatPipeline(policy, publisher, this);
    return new ReceiptTimes(pipeline, InstantSource.system(), timesAhead);
  }

  /** Has a batch classified, within the span of its way to the broker. */
  void classify(PipelineStep.Comments batch, ChatPolicy policy) throws InterruptedException {
    metrics.batch(batch.comments().size());
    WorkSpan span = StageTrace.ofComments(tracing, batch.comments().size(), batch.origins());
    batch.within(span);
    try (Scope scope = span.makeCurrent()) {
      Classified answer = classifier.classify(batch.comments(), policy);
      StageTrace.classified(span, answer.comments());
      batch.answer(answer);
    }
  }

  StageMetrics metrics() {
    return metrics;
  }

  int batchSize() {
    return batchSize;
  }

  int callsAtOnce() {
    return callsAtOnce;
  }

  int window() {
    return window;
  }

  /** Returns whether later stages have too much to do already. */
  boolean isHeldUp() {
    return backlog.isTooLong();
  }

  void sourceRejected() {
    rejected.increment();
  }

  void active(ChatPipeline pipeline) {
    active.add(pipeline);
  }

  void idle(ChatPipeline pipeline) {
    active.remove(pipeline);
  }

  void afterLinger(Runnable task) {
    try {
      timer.schedule(task, lingerNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw closedFault();
    }
  }

  /** Work of one chat. */
  interface Task {
    void run() throws InterruptedException;
  }

  /** Runs the task soon; if it breaks off, the pipeline fails. */
  void run(ChatPipeline of, Task task) {
    try {
      threads.execute(() -> runNow(of, task));
    } catch (RejectedExecutionException e) {
      of.fail(closedFault());
    }
  }

  private static void runNow(ChatPipeline of, Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      of.fail(closedFault());
    } catch (RuntimeException | Error e) {
      log.error("Failed stage=classify (a bug)", e);
      of.fail(e);
    }
  }

  static ChatwardenException closedFault() {
    return FaultCode.UNAVAILABLE.exception("STAGE_CLOSED", "the classify stage is closed");
  }

  /** The sources are expected to be stopped. */
  @Override
  public void drain(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (ChatPipeline pipeline : active) {
      if (!pipeline.awaitEmpty(deadline)) {
        log.warn("Not confirmed in time chats={}", active.size());
        return;
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    for (ChatPipeline pipeline : active) {
      pipeline.fail(closedFault());
    }
    threads.shutdownNow();
  }
}
