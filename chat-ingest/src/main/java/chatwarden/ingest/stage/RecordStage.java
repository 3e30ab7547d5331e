package chatwarden.ingest.stage;

import chatwarden.ingest.broker.BrokerConnection;
import chatwarden.ingest.broker.BrokerTopology;
import chatwarden.ingest.broker.ConfirmedPublisher;
import chatwarden.ingest.broker.Delivery;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.store.comment.CommentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the other stages made from the broker and has it recorded. Of what it recorded, it
 * hands the flagged comments that are not tagged yet to the tag stage. A message is acknowledged
 * when the store has answered and the broker has confirmed what goes on, so that no comment is ever
 * recorded as flagged and then forgotten.
 *
 * <p>Messages of one chat are recorded in the order of the queue, several at one stroke where the
 * store is busy, but for a few batches where the store breaks off between them or refuses one of
 * those that went together; events wait for everything before them in any case. Different chats go
 * side by side. So that this holds for all processes together, only one of them takes from the
 * queue at a time; the others stand by. A store that is away is waited for. A comment that the
 * store cannot record goes round again alone, at most {@code stage.max-attempts} times in all, then
 * it becomes a dead letter, while the others of its message are recorded; the end of a chat waits
 * for what goes round.
 */
public final class RecordStage implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(RecordStage.class);

  private final CommentStore store;
  private final StageOutput output;
  private final StageMetrics metrics;
  private final StageRunner runner;
  private final Duration longestDelay;
  private final int maxAttempts;
  private final Outage outage = new Outage("store");
  private final ConcurrentMap<String, ChatLane> lanes = new ConcurrentHashMap<>();

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
    this.store = store;
    this.metrics = new StageMetrics("record", registry);
    this.maxAttempts = config.get(StageKeys.MAX_ATTEMPTS);
    this.longestDelay = config.get(StageKeys.RETRY_DELAY);
    this.output = new StageOutput(publisher, maxAttempts, metrics);
    this.runner =
        new StageRunner(
            "record",
            consuming,
            BrokerTopology.RECORD,
            config,
            registry,
            metrics,
            outage::isAway,
            this::begin);
  }

  /** Why it makes no headway; empty unless it settled none of what it has in hand for that long. */
  public Optional<String> standstill(Duration longest) {
    return metrics.standstill(longest);
  }

  @Override
  public String name() {
    return "record-stage";
  }

  @Override
  public void start() {
    runner.start();
  }

  /** Whether the store was away at the last call. */
  boolean isAway() {
    return outage.isAway();
  }

  private void begin(Delivery delivery) {
    RecordMessage message;
    try {
      message = RecordMessage.of(delivery);
    } catch (PermanentFaultException e) {
      runner.run(List.of(delivery), () -> giveUp(delivery, e.reason()));
      return;
    }
    laneOf(message.chat(), delivery, message).goOn();
  }

  private ChatLane laneOf(String chat, Delivery delivery, RecordMessage message) {
    return lanes.compute(
        chat,
        (id, known) -> {
          ChatLane lane = known == null ? new ChatLane(this, longestDelay) : known;
          lane.add(delivery, message);
          return lane;
        });
  }

  private void forgetIfEmpty(String chat) {
    lanes.computeIfPresent(chat, (id, lane) -> lane.isEmpty() ? null : lane);
  }

  /** Has it recorded and tells the lane. Never blocks. */
  void record(ChatLane lane, LaneCall call) {
    if (call.joined().size() > 0) {
      metrics.batch(call.joined().size());
    }
    long begin = System.nanoTime();
    CompletionStage<LaneOutcome> answer;
    try {
      answer = call.into(store);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete(
        (outcome, fault) -> {
          metrics.ran(System.nanoTime() - begin);
          runner.run(
              call.deliveries(),
              () -> {
                if (fault == null) {
                  done(lane, call, outcome);
                } else {
                  lane.failed(call, fault);
                }
                forgetIfEmpty(call.joined().chat());
              });
        });
  }

  private void done(ChatLane lane, LaneCall call, LaneOutcome outcome) throws InterruptedException {
    outage.over();
    List<CompletableFuture<Void>> confirms = new ArrayList<>();
    Set<String> sentRound = new HashSet<>();
    for (LaneOutcome.Refused refused : outcome.refused()) {
      giveUp(call.first(), refused, sentRound, confirms);
    }
    lane.finished(call, sentRound);
    confirms.add(output.toTag(call.joined().chat(), outcome.toTag()));
    settle(call.deliveries(), CompletableFuture.allOf(confirms.toArray(CompletableFuture[]::new)));
  }

  void letGo() {
    runner.letGo();
  }

  void away(String reason) {
    outage.noticed(reason);
    metrics.retried();
  }

  void later(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, runner.threads())
        .execute(task);
  }

  /**
   * Gives the part up, for now or for good; its neighbours are not touched. A part that the store
   * refuses for its content does not go round: it would be refused again.
   *
   * @param sentRound takes the id of the message in which the part goes round
   */
  private void giveUp(
      LaneMessage message,
      LaneOutcome.Refused refused,
      Set<String> sentRound,
      List<CompletableFuture<Void>> confirms)
      throws InterruptedException {
    Throwable fault = refused.fault();
    String reason = fault instanceof ChatwardenException known ? known.reason() : "RECORD_FAILED";
    log.warn(
        "Not recorded chat={} reason={} fault={}",
        message.message().chat(),
        reason,
        fault.getClass().getSimpleName());
    Delivery delivery = message.delivery();
    LanePart part = refused.part();
    if (!(fault instanceof InvalidInputException) && !output.isLastAttempt(delivery)) {
      sentRound.add(part.id());
      confirms.add(output.again(delivery, part.id(), part.body(), reason));
      return;
    }
    confirms.add(output.bury(delivery, part.body(), reason, fault));
    TaggedBatch substitute = part.message().substitute().orElse(null);
    if (substitute != null) {
      confirms.add(output.toRecord(substitute));
    }
  }

  /** Gives up, for now or for good, a message that cannot be read. */
  private void giveUp(Delivery delivery, String reason) throws InterruptedException {
    boolean last = output.isLastAttempt(delivery);
    settle(
        List.of(delivery), last ? output.bury(delivery, reason) : output.again(delivery, reason));
  }

  /** Whether an end may still wait for others; nothing goes round more often than this. */
  boolean mayWait(Delivery end) {
    return StageOutput.lap(end) < maxAttempts;
  }

  void sendToTheEnd(ChatLane lane, Delivery end) {
    runner.run(
        List.of(end),
        () -> {
          settle(List.of(end), output.later(end, StageOutput.lap(end) + 1));
          lane.sentToTheEnd();
        });
  }

  private void settle(List<Delivery> deliveries, CompletableFuture<Void> confirm) {
    try {
      confirm.join();
      deliveries.forEach(runner::done);
    } catch (CompletionException e) {
      log.debug("Closed before the confirm, comes again");
      deliveries.forEach(delivery -> runner.letGo());
    }
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    runner.drain(timeout);
  }

  @Override
  public void close() {
    runner.close();
  }
}
