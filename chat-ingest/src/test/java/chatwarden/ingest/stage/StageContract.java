package chatwarden.ingest.stage;

import static chatwarden.ingest.stage.StageEvents.classified;
import static chatwarden.ingest.stage.StageEvents.header;
import static chatwarden.ingest.stage.StageEvents.ids;
import static chatwarden.ingest.stage.StageEvents.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.broker.BrokerConnection;
import chatwarden.broker.BrokerKeys;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.MessageHeaders;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.Publication;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.TaggingState;
import com.rabbitmq.client.GetResponse;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The promises of all stages together. */
public abstract class StageContract extends RewriteStageContract {

  @Test
  void everyCommentIsToldOnceInOrderAndEveryFlaggedOneIsTaggedBeforeTheEnd() throws Exception {
    startBehind();
    List<Comment> comments = comments(1_000);
    play(comments);
    assertWhole(comments, awaitEnd());
    assertThat(engines.tagged).isNotEmpty();
    assertThat(engines.priorities).containsExactly(CallPriority.LIVE);
  }

  @Test
  void killsOfTheBrokerChangeNothing() throws Exception {
    startBehind();
    List<Comment> comments = comments(4_000);
    CompletableFuture<Void> playing = CompletableFuture.runAsync(() -> playUnchecked(comments));
    await().atMost(LIMIT).until(() -> eventCount() > 300);
    broker().kill9();
    broker().restart();
    assertThat(playing).succeedsWithin(LIMIT);
    assertWhole(comments, awaitEnd());
  }

  @Test
  void killOfRedisChangesNothing() throws Exception {
    startBehind();
    List<Comment> comments = comments(4_000);
    CompletableFuture<Void> playing = CompletableFuture.runAsync(() -> playUnchecked(comments));
    await().atMost(LIMIT).until(() -> eventCount() > 300);
    redis.kill9();
    redis.restart();
    assertThat(playing).succeedsWithin(LIMIT);
    List<WatchCommentsResponse> events = awaitEnd();
    assertThat(classified(events)).containsExactlyInAnyOrderElementsOf(ids(comments));
    assertContents(comments, events);
  }

  @Test
  void enginesThatAreAwayAreWaitedFor() throws Exception {
    AtomicInteger faults = new AtomicInteger();
    Status[] away = {Status.UNAVAILABLE, Status.RESOURCE_EXHAUSTED, Status.DEADLINE_EXCEEDED};
    engines.classifierFault =
        texts -> Optional.ofNullable(faults.incrementAndGet() < 8 ? away[faults.get() % 3] : null);
    engines.taggerFault =
        texts -> Optional.ofNullable(faults.incrementAndGet() < 16 ? away[faults.get() % 3] : null);
    startBehind();
    List<Comment> comments = comments(300);
    play(comments);
    assertWhole(comments, awaitEnd());
    assertThat(registry.find("stage.dead.letter").counters()).isEmpty();
  }

  @Test
  void longOutageOfTheStoreCausesOneRedeliveryAtMost() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    store.fault = message -> away.get() ? Optional.of(STORE_AWAY) : Optional.empty();
    Config hasty = config().with(BrokerKeys.HOLD_LIMIT, Duration.ofMillis(300));
    started(new TagStage(consuming, publisher, engines.channel(), hasty, registry));
    started(new RecordStage(consuming, publisher, store, hasty, registry));
    List<Comment> comments = comments(500);
    play(comments);
    Counter givenBack = registry.counter("broker.given.back", "queue", BrokerTopology.RECORD);
    await().atMost(LIMIT).until(() -> givenBack.count() > 0);
    await().during(Duration.ofSeconds(2)).atMost(LIMIT).until(() -> givenBack.count() == 1);

    away.set(false);

    assertWhole(comments, awaitEnd());
    assertThat(registry.find("stage.dead.letter").counters()).isEmpty();
  }

  @Test
  void longOutageOfTheTaggerCausesOneRedeliveryAtMost() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    engines.taggerFault = texts -> Optional.ofNullable(away.get() ? Status.UNAVAILABLE : null);
    Config hasty = config().with(BrokerKeys.HOLD_LIMIT, Duration.ofMillis(300));
    started(new TagStage(consuming, publisher, engines.channel(), hasty, registry));
    started(new RecordStage(consuming, publisher, store, hasty, registry));
    List<Comment> comments = comments(500);
    play(comments);
    Counter givenBack = registry.counter("broker.given.back", "queue", BrokerTopology.TAG);
    await().atMost(LIMIT).until(() -> givenBack.count() > 0);
    await().during(Duration.ofSeconds(2)).atMost(LIMIT).until(() -> givenBack.count() == 1);

    away.set(false);

    assertWhole(comments, awaitEnd());
    assertThat(registry.find("stage.dead.letter").counters()).isEmpty();
  }

  @Test
  void commentThatTheTaggerBreaksOnIsGivenUpAloneAfterBoundedAttempts() throws Exception {
    List<Comment> comments = comments(200);
    Comment bad = comments.stream().filter(StageEvents::isFlagged).skip(3).findFirst().get();
    AtomicInteger alone = new AtomicInteger();
    engines.taggerFault =
        texts -> {
          if (texts.equals(List.of(bad.getText()))) {
            alone.incrementAndGet();
          }
          return texts.contains(bad.getText())
              ? Optional.of(Status.INTERNAL.withDescription(bad.getText()))
              : Optional.empty();
        };
    startBehind();
    play(comments);
    List<WatchCommentsResponse> events = awaitEnd();
    assertThat(tagged(events)).doesNotContain(bad.getId());
    assertThat(tagged(events))
        .hasSize((int) comments.stream().filter(StageEvents::isFlagged).count() - 1);
    assertThat(stores.comments().get(id, bad.getId()).get().getTaggingState())
        .isEqualTo(TaggingState.UNTAGGABLE);
    GetResponse letter = deadLetter(BrokerTopology.TAG);
    assertThat(ClassifiedBatch.parseFrom(letter.getBody()).getCommentsList())
        .extracting(comment -> comment.getComment().getId())
        .containsExactly(bad.getId());
    assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("INTERNAL");
    assertThat(header(letter, MessageHeaders.ATTEMPT)).isEqualTo("5");
    assertThat(letter.getProps().getHeaders().toString()).doesNotContain(bad.getText());
    assertThat(alone.get()).isBetween(5, 6);
  }

  @Test
  void endWaitsForABatchThatGoesRound() throws Exception {
    List<Comment> comments = comments(300);
    AtomicInteger faults = new AtomicInteger();
    store.fault =
        message ->
            message instanceof ClassifiedBatch batch
                    && batch.getComments(0).getComment().getId().equals(comments.getFirst().getId())
                    && faults.incrementAndGet() < 4
                ? Optional.of(FaultCode.INTERNAL.exception("SCRIPT_FAILED", "a fault of the test"))
                : Optional.empty();
    play(comments);
    startBehind();
    List<WatchCommentsResponse> events = awaitEnd();
    assertThat(faults.get()).isGreaterThanOrEqualTo(4);
    assertThat(classified(events)).containsExactlyInAnyOrderElementsOf(ids(comments));
    assertThat(events.getLast().hasEnded()).isTrue();
  }

  @Test
  void endThatOvertakesItsCommentsIsToldAfterThem() throws Exception {
    List<Comment> comments = comments(30);
    Publication origin = origin();
    startBehind();
    publish(comments, origin, 1);
    publishEnd(origin, 4);
    publish(comments, origin, 3, 2);

    List<WatchCommentsResponse> events = awaitEnd();

    assertThat(classified(events)).containsExactlyInAnyOrderElementsOf(ids(comments));
    assertContents(comments, events);
  }

  @Test
  void endIsToldWithoutMessagesThatNeverCome() throws Exception {
    Config hasty = config().with(StageKeys.END_WAIT, Duration.ofSeconds(1));
    started(new RecordStage(consuming, publisher, store, hasty, registry));
    started(new TagStage(consuming, publisher, engines.channel(), hasty, registry));
    List<Comment> comments = comments(10);
    Publication origin = origin();
    publish(comments, origin, 1);
    publishEnd(origin, 3);

    assertWhole(comments, awaitEnd());
  }

  @Test
  void secondProcessGoesOnInOrderWhenTheFirstIsDrained() throws Exception {
    List<Comment> comments = comments(4_000);
    RecordStage first = new RecordStage(consuming, publisher, store, config(), registry);
    first.start();
    BrokerConnection other =
        started(new BrokerConnection("consume-2", config(), new SimpleMeterRegistry()));
    started(new RecordStage(other, publisher, store, config(), new SimpleMeterRegistry()));
    started(new TagStage(other, publisher, engines.channel(), config(), registry));
    CompletableFuture<Void> playing = CompletableFuture.runAsync(() -> playUnchecked(comments));
    await().atMost(LIMIT).until(() -> eventCount() > 300);

    first.drain(LIMIT);
    first.close();

    assertThat(playing).succeedsWithin(LIMIT);
    assertWhole(comments, awaitEnd());
  }

  @Test
  void stageThatIsClosedInTheMiddleLeavesItsMessagesToTheNext() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    engines.taggerFault =
        texts -> {
          if (calls.incrementAndGet() == 1) {
            asked.countDown();
            awaitUnchecked(never);
          }
          return Optional.empty();
        };
    started(new RecordStage(consuming, publisher, store, config(), registry));
    TagStage first = new TagStage(consuming, publisher, engines.channel(), config(), registry);
    first.start();
    List<Comment> comments = comments(200);
    play(comments);
    awaitUnchecked(asked);
    first.close();
    started(new TagStage(consuming, publisher, engines.channel(), config(), registry));
    assertWhole(comments, awaitEnd());
    never.countDown();
  }

  void publishEnd(Publication origin, int number) throws InterruptedException {
    ChatEvent end = end().toBuilder().setPublication(numbered(origin, number)).build();
    String type = ChatEvent.getDescriptor().getFullName();
    publisher.publish(BrokerTopology.RECORD, type, end.toByteArray(), Map.of()).join();
  }

  @Test
  void drainFinishesWhatIsInHand() throws Exception {
    startBehind();
    List<Comment> comments = comments(500);
    SourceSink sink = open();
    for (Comment comment : comments) {
      sink.deliver(comment);
    }
    CompletableFuture<Long> barrier = sink.barrier().toCompletableFuture();
    for (ServicePart part : parts.reversed()) {
      part.drain(LIMIT);
    }
    assertThat(barrier).succeedsWithin(LIMIT);
    assertThat(publisher.outstanding()).isZero();
    assertThat(registry.get("stage.in.hand").tag("stage", "classify").gauge().value()).isZero();
    assertThat(registry.get("stage.in.hand").tag("stage", "record").gauge().value()).isZero();
    assertThat(registry.get("stage.in.hand").tag("stage", "tag").gauge().value()).isZero();
  }

  @Test
  void closedStageTellsWhoeverWaits() throws Exception {
    engines.classifierFault = texts -> Optional.of(Status.UNAVAILABLE);
    SourceSink sink = open();
    sink.deliver(comments(1).getFirst());
    CompletableFuture<Long> barrier = sink.barrier().toCompletableFuture();
    classify.close();
    assertThat(barrier).failsWithin(LIMIT);
    assertThat(sink.barrier().toCompletableFuture()).failsWithin(LIMIT);
  }
}
