package chatwarden.ingest.stage;

import static java.util.Objects.requireNonNull;

import chatwarden.broker.BrokerConnection;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.Delivery;
import chatwarden.domain.chat.SyntheticChat;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.tracing.WorkSpan;
import chatwarden.store.comment.CommentStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the results of the other stages from the broker and records them. Of those, it hands the
 * flagged comments that are not tagged yet to the tag stage, and those of chats that ask for
 * proposals to the rewrite stage. A message is acknowledged when the store has answered and the
 * broker has confirmed what goes on, so that no comment is ever recorded as flagged and then
 * forgotten.
 *
 * <p>Messages of one chat are recorded in the order of the queue, several at one stroke where the
 * store is busy, but for a few batches where the store breaks off between them or refuses one of
 * those that went together; events wait for everything before them in any case. Different chats go
 * side by side. So that this holds for all processes together, only one of them takes from the
 * queue at a time; the others stand by. A store that is away is waited for. A comment that the
 * store cannot record goes round again alone, at most {@code stage.max-attempts} times in all, then
 * it becomes a dead letter, while the others of its message are recorded. The end of a chat goes to
 * the end of the queue while messages of its session are not recorded, for {@code stage.end-wait}
 * at most.
 */
public final class RecordStage extends BrokerStage {

  /** The pause before an end is put to the end of the queue. */
  private static final Duration END_PAUSE = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(RecordStage.class);

  private final CommentStore store;
  private final Duration longestDelay;
  private final Duration endWait;
  private final RecordingLag lag;
  private final AvailabilityLog outage = new AvailabilityLog("store");
  private final ConcurrentMap<String, ChatRecorder> lanes = new ConcurrentHashMap<>();

  /**
   * A stage that is not started.
   *
   * @param consuming the connection to take messages from; another than that of the publisher
   */
  public RecordStage(
      BrokerConnection consuming,
      ConfirmedPublisher publisher,
      CommentStore store,
      Config config,
      MeterRegistry registry) {
    super("record", BrokerTopology.RECORD, consuming, publisher, config, registry);
    this.store = store;
    this.longestDelay = config.get(StageKeys.RETRY_DELAY);
    this.endWait = config.get(StageKeys.END_WAIT);
    this.lag = new RecordingLag(registry, InstantSource.system());
  }

  @Override
  boolean isAway() {
    return outage.isAway();
  }

  @Override
  void begin(Delivery delivery) {
    RecordMessage message;
    try {
      message = RecordMessage.of(delivery);
    } catch (PermanentFaultException e) {
      runner.run(List.of(delivery), () -> giveUp(delivery, e.reason()));
      return;
    }
    laneOf(message.chat(), delivery, impatient(delivery, message)).goOn();
  }

  /** Returns the message; an end that has waited for long enough waits for no message any more. */
  private RecordMessage impatient(Delivery delivery, RecordMessage message) {
    if (message instanceof EventMessage end
        && end.isEnd()
        && StageOutput.waited(delivery).compareTo(endWait) > 0) {
      log.warn("Ends without messages that are not recorded chat={} after={}", end.chat(), endWait);
      return end.withoutPublication();
    }
    return message;
  }

  private ChatRecorder laneOf(String chat, Delivery delivery, RecordMessage message) {
    return lanes.compute(
        chat,
        (id, known) -> {
          ChatRecorder lane = known == null ? new ChatRecorder(this, longestDelay) : known;
          lane.add(delivery, message);
          return lane;
        });
  }

  private void forgetIfEmpty(String chat) {
    lanes.computeIfPresent(chat, (id, lane) -> lane.isEmpty() ? null : lane);
  }

  /** Begins to record. Never blocks. */
  CompletionStage<LaneOutcome> record(RecordCall call) {
    if (call.joined().size() > 0) {
      metrics.batch(call.joined().size());
    }
    long begin = System.nanoTime();
    WorkSpan write = writing(call);
    return call.into(store)
        .whenComplete(
            (outcome, fault) -> {
              metrics.ran(System.nanoTime() - begin);
              write.end(fault == null ? null : LaneOutcome.cause(fault));
            });
  }

  private WorkSpan writing(RecordCall call) {
    try (Scope scope = call.span().makeCurrent()) {
      return tracing.outgoing("redis record", SpanKind.CLIENT);
    }
  }

  /** Goes on with what the store answered, on a thread of its own. */
  void recorded(
      ChatRecorder lane,
      RecordCall call,
      @Nullable LaneOutcome outcome,
      @Nullable Throwable fault) {
    runner.run(
        call.deliveries(),
        () -> {
          try (Scope scope = call.span().makeCurrent()) {
            if (outcome == null) {
              lane.failed(call, requireNonNull(fault));
            } else {
              done(lane, call, outcome);
            }
          } finally {
            call.span().end(fault == null ? null : LaneOutcome.cause(fault));
          }
          forgetIfEmpty(call.joined().chat());
        });
  }

  private void done(ChatRecorder lane, RecordCall call, LaneOutcome outcome)
      throws InterruptedException {
    outage.over();
    lane.finished();
    if (outcome.missing() > 0) {
      List<Delivery> end = call.deliveries();
      schedule(END_PAUSE, () -> runner.run(end, () -> putBack(end.getFirst())));
      return;
    }
    List<CompletableFuture<Void>> confirms = new ArrayList<>();
    if (!outcome.refused().isEmpty() || call.isInParts()) {
      answerFor(call.first(), outcome.refused(), confirms);
    }
    if (outcome.refused().isEmpty() && !SyntheticChat.is(call.joined().chat())) {
      lag.recorded(call);
    }
    String chat = call.joined().chat();
    // First, so that a comment that is tagged already was handed to the rewriter too.
    confirms.add(output.toRewrite(chat, call.joined().wanted(outcome.toTag())));
    confirms.add(output.toTag(chat, outcome.toTag()));
    settle(call.deliveries(), CompletableFuture.allOf(confirms.toArray(CompletableFuture[]::new)));
  }

  /** Puts an end to the end of the queue: messages of its session are not recorded yet. */
  private void putBack(Delivery end) throws InterruptedException {
    if (end.isLive()) {
      settle(List.of(end), output.defer(end));
    } else {
      runner.abandon(); // It comes again by itself.
    }
  }

  void abandon() {
    runner.abandon();
  }

  void away(String reason) {
    outage.noticed(reason);
    metrics.retried();
  }

  /** The threads of the stage, which may be blocked. */
  Executor threads() {
    return runner.threads();
  }

  void schedule(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, threads())
        .execute(task);
  }

  /**
   * Answers for a message that was recorded part by part. Refused parts go round in one message,
   * which keeps the place of theirs; those that the store refuses for their content, or for the
   * last time, become dead letters. Their neighbours are not touched.
   */
  private void answerFor(
      LaneMessage message,
      List<LaneOutcome.Refused> refused,
      List<CompletableFuture<Void>> confirms)
      throws InterruptedException {
    Delivery delivery = message.delivery();
    List<RecordMessage> again = new ArrayList<>();
    for (LaneOutcome.Refused part : refused) {
      log.warn(
          "Not recorded chat={} reason={} fault={}",
          message.message().chat(),
          part.reason(),
          part.fault().getClass().getSimpleName());
      if (part.fault() instanceof InvalidInputException || output.isLastAttempt(delivery)) {
        deadLetter(delivery, part, confirms);
      } else {
        again.add(part.part());
      }
    }
    if (again.isEmpty()) {
      passOver(message.message());
    } else {
      byte[] body = message.message().of(again).body();
      confirms.add(output.requeue(delivery, body, refused.getFirst().reason()));
    }
  }

  private void deadLetter(
      Delivery delivery, LaneOutcome.Refused refused, List<CompletableFuture<Void>> confirms)
      throws InterruptedException {
    RecordMessage part = refused.part();
    confirms.add(output.deadLetter(delivery, part.body(), refused.reason(), refused.fault()));
    TaggedBatch substitute = part.substitute().orElse(null);
    if (substitute != null) {
      confirms.add(output.toRecord(substitute));
    }
  }

  /**
   * Has the end of the chat not wait for the message; otherwise it waits until it is told anyway.
   */
  private void passOver(RecordMessage message) {
    if (message.publication().getNumbersCount() == 0) {
      return;
    }
    var unused =
        store
            .passOver(message.chat(), message.publication())
            .exceptionally(
                fault -> {
                  log.warn("The end of a chat waits for a dead letter chat={}", message.chat());
                  return null;
                });
  }

  /** Gives up, for now or for good, a message that cannot be read. */
  private void giveUp(Delivery delivery, String reason) throws InterruptedException {
    boolean last = output.isLastAttempt(delivery);
    settle(
        List.of(delivery),
        last ? output.deadLetter(delivery, reason) : output.requeue(delivery, reason));
  }

  private void settle(List<Delivery> deliveries, CompletableFuture<Void> confirm) {
    try {
      confirm.join();
      deliveries.forEach(runner::done);
    } catch (CompletionException e) {
      log.debug("Closed before the confirm, comes again");
      deliveries.forEach(delivery -> runner.abandon());
    }
  }
}
