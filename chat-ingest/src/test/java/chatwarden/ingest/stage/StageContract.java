package chatwarden.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.broker.Backlog;
import chatwarden.broker.BrokerConnection;
import chatwarden.broker.BrokerKeys;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.KillableBroker;
import chatwarden.broker.MessageHeaders;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.Rule;
import chatwarden.store.RedisStores;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.watch.ResumeToken;
import chatwarden.testing.chat.GoldenChats;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.AllowedPart;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.EndedChat;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.TaggingState;
import com.google.protobuf.Timestamp;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the three stages promise together, over a real broker, real gRPC and a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StageContract {

  static final Duration LIMIT = Duration.ofSeconds(90);
  static final ChatwardenException STORE_AWAY =
      FaultCode.UNAVAILABLE.exception("STORE_AWAY", "a fault of the test");
  private static final ChatPolicy POLICY = ChatPolicy.ofThreshold(0.3f);

  private RedisServer redis;

  private String id;
  private SimpleMeterRegistry registry;
  private GoldenEngines engines;
  private RedisStores stores;
  FaultyStore store;
  ConfirmedPublisher publisher;
  BrokerConnection consuming;
  private ClassifyStage classify;
  private String session;
  private int leases;
  private final List<Rejection> rejections = new CopyOnWriteArrayList<>();
  private final List<ServicePart> parts = new ArrayList<>();

  /** The broker under test, started once for the class. */
  protected abstract KillableBroker broker();

  @BeforeAll
  void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  void stopRedis() {
    if (redis != null) {
      redis.close();
    }
  }

  @BeforeEach
  void startStages() throws Exception {
    id = "chat-" + UUID.randomUUID();
    registry = new SimpleMeterRegistry();
    engines = new GoldenEngines();
    rejections.clear();
    stores = started(RedisStores.open(config(), registry, "test"));
    store = new FaultyStore(stores.comments());
    Session wish = Session.newBuilder().setSource("push:" + id).setChat(id).build();
    session = stores.sessions().create(wish).getId();
    leases = 0;
    consuming = started(new BrokerConnection("consume", config(), registry));
    broker().emptyQueues();
    publisher =
        started(
            new ConfirmedPublisher(
                started(new BrokerConnection("publish", config(), registry)), config(), registry));
    Backlog backlog = started(new Backlog(consuming, config(), registry));
    classify =
        started(new ClassifyStage(engines.channel(), publisher, backlog, config(), registry));
  }

  @AfterEach
  void stopStages() throws Exception {
    for (ServicePart part : parts.reversed()) {
      part.close();
    }
    parts.clear();
    engines.close();
  }

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
  void sourceIsHeldUpWhileTheClassifierIsAway() throws Exception {
    CountDownLatch back = new CountDownLatch(1);
    engines.classifierFault =
        texts -> Optional.ofNullable(back.getCount() > 0 ? Status.UNAVAILABLE : null);
    startBehind();
    List<Comment> comments = comments(3_000);
    SourceSink sink = open();
    AtomicInteger delivered = new AtomicInteger();
    CompletableFuture<Void> playing =
        CompletableFuture.runAsync(
            () -> {
              for (Comment comment : comments) {
                deliverUnchecked(sink, comment);
                delivered.incrementAndGet();
              }
            });
    int window = StageKeys.WINDOW.defaultValue();
    await().atMost(LIMIT).until(() -> delivered.get() == window);
    await().during(Duration.ofMillis(300)).atMost(LIMIT).until(() -> delivered.get() == window);
    back.countDown();
    assertThat(playing).succeedsWithin(LIMIT);
    sink.report(end());
    assertWhole(comments, awaitEnd());
  }

  @Test
  void callersThatWaitForTheirCommentsDoNotMakeBatchesSmaller() throws Exception {
    CountDownLatch back = new CountDownLatch(1);
    engines.classifierFault =
        texts -> Optional.ofNullable(back.getCount() > 0 ? Status.UNAVAILABLE : null);
    startBehind();
    List<Comment> comments = comments(200);
    SourceSink sink = open();
    List<CompletionStage<Long>> confirmed = new ArrayList<>();
    for (Comment comment : comments) {
      sink.deliver(comment);
      confirmed.add(sink.barrier());
    }
    back.countDown();
    for (CompletionStage<Long> each : confirmed) {
      assertThat(each).succeedsWithin(LIMIT);
    }
    sink.report(end());

    assertWhole(comments, awaitEnd());
    assertThat(registry.get("stage.batch.size").tag("stage", "classify").summary().max())
        .isGreaterThan(1);
  }

  @Test
  void sourceIsHeldUpWhileTooMuchWaitsToBeRecorded() throws Exception {
    engines.classifierFault =
        texts -> {
          pauseUnchecked(Duration.ofMillis(10)); // Slower than the looks at the backlog.
          return Optional.empty();
        };
    Config modest = config().with(BrokerKeys.BACKLOG, 8);
    Backlog backlog = started(new Backlog(consuming, modest, new SimpleMeterRegistry()));
    ClassifyStage patient =
        started(
            new ClassifyStage(
                engines.channel(), publisher, backlog, modest, new SimpleMeterRegistry()));
    List<Comment> comments = comments(6_000);
    SourceSink sink = patient.open(id, origin(), () -> POLICY, rejections::add);
    AtomicInteger delivered = new AtomicInteger();
    CompletableFuture<Void> playing =
        CompletableFuture.runAsync(
            () -> {
              for (Comment comment : comments) {
                deliverUnchecked(sink, comment);
                delivered.incrementAndGet();
              }
            });
    await().atMost(LIMIT).until(backlog::isTooLong);
    int held = delivered.get();
    assertThat(held).isLessThan(6_000);
    await().during(Duration.ofMillis(500)).atMost(LIMIT).until(() -> delivered.get() <= held + 1);
    startBehind();
    assertThat(playing).succeedsWithin(LIMIT);
    sink.report(end());
    assertWhole(comments, awaitEnd());
    await().atMost(LIMIT).until(() -> !backlog.isTooLong());
  }

  @Test
  void busyChatFillsItsBatches() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    engines.classifierFault =
        texts -> {
          awaitUnchecked(open);
          return Optional.empty();
        };
    startBehind();
    List<Comment> comments = comments(1_281);
    SourceSink sink = open();
    for (Comment comment : comments) {
      sink.deliver(comment);
    }
    open.countDown();
    sink.report(end());
    assertWhole(comments, awaitEnd());
    assertThat(engines.classified).hasSizeBetween(21, 30).allMatch(size -> size <= 64);
  }

  private Comment said(int number, String text) {
    return comments(number).getLast().toBuilder().setText(text).build();
  }

  private ModeratedComment stored(Comment comment) {
    return stores.comments().get(id, comment.getId()).orElseThrow();
  }

  private List<WatchCommentsResponse> playAllowing(String phrase, List<Comment> comments)
      throws Exception {
    startBehind();
    Rule rule = Rule.newBuilder().setPhrase(phrase).build();
    ChatPolicy policy = ChatPolicy.of(ChatSettings.newBuilder().addAllowRules(rule).build(), 0.3f);
    SourceSink sink = classify.open(id, origin(), () -> policy, rejections::add);
    for (Comment comment : comments) {
      sink.deliver(comment);
    }
    sink.report(end());
    return awaitEnd();
  }

  @Test
  void commentIsDecidedByTheRestThatAllowRulesLeave() throws Exception {
    List<Comment> comments =
        List.of(
            said(1, "ok shut up 🎉"),
            said(2, "shut up you idiot"),
            said(3, "SHUT UP"),
            said(4, "xin chào"));

    List<WatchCommentsResponse> events = playAllowing("shut up", comments);

    assertThat(classified(events)).isEqualTo(ids(comments));
    ModeratedComment first = stored(comments.get(0));
    assertThat(first.getFlagReason()).isEqualTo(FlagReason.ALLOW_RULE);
    assertThat(first.getTaggingState()).isEqualTo(TaggingState.NOT_NEEDED);
    assertThat(first.getClassification())
        .isEqualTo(
            GoldenStages.classify(said(1, "ok " + " ".repeat(7) + " 🎉")).getClassification());
    assertThat(first.getAllowedList())
        .containsExactly(
            AllowedPart.newBuilder().setStart(3).setEnd(10).setRule("shut up").build());
    ModeratedComment second = stored(comments.get(1));
    assertThat(second.getTaggingState()).isEqualTo(TaggingState.TAGGED);
    assertThat(second.getTagging().getSpansList())
        .extracting(Span::getText)
        .containsExactly("you idiot");
  }

  @Test
  void commentWhoseRestIsRefusedStaysFlagged() throws Exception {
    engines.classifierFault =
        texts ->
            texts.stream().anyMatch(text -> text.contains(" ".repeat(7)))
                ? Optional.of(Status.INVALID_ARGUMENT)
                : Optional.empty();
    List<Comment> comments = List.of(said(1, "ok shut up 🎉"));

    playAllowing("shut up", comments);

    assertThat(stored(comments.getFirst()).getTaggingState()).isEqualTo(TaggingState.TAGGED);
    assertThat(stored(comments.getFirst()).getAllowedList()).isEmpty();
    assertThat(rejections).isEmpty();
  }

  @Test
  void commentOfAllowedWordsAloneIsCleanWithoutAnotherCall() throws Exception {
    List<Comment> comments = List.of(said(1, "shut up"));

    playAllowing("shut up", comments);

    assertThat(stored(comments.getFirst()).getClassification().getLabel()).isEqualTo(Label.CLEAN);
    assertThat(engines.classified).containsExactly(1);
  }

  @Test
  void commentThatTheClassifierRefusesIsRejectedAndTheOthersGoOn() throws Exception {
    List<Comment> comments = comments(130);
    Comment bad = comments.get(77);
    engines.classifierFault =
        texts ->
            texts.contains(bad.getText())
                ? Optional.of(Status.INVALID_ARGUMENT.withDescription(bad.getText()))
                : Optional.empty();
    startBehind();
    play(comments);
    List<Comment> good = new ArrayList<>(comments);
    good.remove(bad);
    assertWhole(good, awaitEnd());
    assertThat(rejections)
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.place()).contains(bad.getId());
              assertThat(rejection.field()).isEqualTo("text");
              assertThat(rejection.toString()).doesNotContain(bad.getText());
            });
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(Comment.parseFrom(letter.getBody())).isEqualTo(bad);
    assertThat(letter.getProps().getType()).isEqualTo("chatwarden.type.v1.Comment");
    assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void commentThatTheTaggerBreaksOnIsGivenUpAloneAfterBoundedAttempts() throws Exception {
    List<Comment> comments = comments(200);
    Comment bad = comments.stream().filter(StageContract::isFlagged).skip(3).findFirst().get();
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
        .hasSize((int) comments.stream().filter(StageContract::isFlagged).count() - 1);
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
  void whatNobodyCanReadBecomesADeadLetterAfterBoundedAttempts() throws Exception {
    startBehind();
    for (String queue : List.of(BrokerTopology.TAG, BrokerTopology.RECORD)) {
      String type = ClassifiedBatch.getDescriptor().getFullName();
      publisher.publish(queue, type, new byte[] {-1, -1, -1}, Map.of()).join();
      GetResponse letter = deadLetter(queue);
      assertThat(letter.getBody()).containsExactly(-1, -1, -1);
      assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("UNDECODABLE");
      assertThat(header(letter, MessageHeaders.ATTEMPT)).isEqualTo("5");
      publisher.publish(queue, "a.Stranger", new byte[0], Map.of()).join();
      assertThat(header(deadLetter(queue), MessageHeaders.REASON)).isEqualTo("UNKNOWN_TYPE");
    }
    List<Comment> comments = comments(100);
    play(comments);
    assertWhole(comments, awaitEnd());
  }

  @Test
  void whatTheStoreRefusesBecomesADeadLetterThatNamesTheField() throws Exception {
    startBehind();
    Comment good = comments(1).getFirst();
    ClassifiedComment fine = GoldenStages.classify(good);
    Map<ClassifiedBatch, String> refused =
        Map.of(
            batch(fine.toBuilder().setComment(good.toBuilder().setText("")).build()),
            "comment.text",
            batch(fine.toBuilder().setComment(good.toBuilder().setText(" \t ")).build()),
            "comment.text",
            batch(
                fine.toBuilder().setComment(good.toBuilder().setText("x".repeat(10_001))).build()),
            "comment.text",
            batch(fine.toBuilder().setComment(good.toBuilder().setId("a\u0000b")).build()),
            "comment.id",
            batch(fine.toBuilder().setComment(good.toBuilder().clearPublishTime()).build()),
            "comment.publish_time",
            batch(fine.toBuilder().clearClassification().build()),
            "classification.label",
            ClassifiedBatch.newBuilder().setChat(id).build(),
            "comments");
    for (Map.Entry<ClassifiedBatch, String> each : refused.entrySet()) {
      String type = ClassifiedBatch.getDescriptor().getFullName();
      publisher.publish(BrokerTopology.RECORD, type, each.getKey().toByteArray(), Map.of()).join();
      GetResponse letter = deadLetter(BrokerTopology.RECORD);
      assertThat(letter.getBody()).isEqualTo(each.getKey().toByteArray());
      assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("INVALID_INPUT");
      assertThat(header(letter, MessageHeaders.PROBLEM))
          .contains(each.getValue())
          .doesNotContain("xx");
      assertThat(header(letter, MessageHeaders.ATTEMPT)).isEqualTo("1");
    }
  }

  @Test
  void messagesThatWaitForTheStoreAreRecordedTogetherAndARefusedOneAmongThemAlone()
      throws Exception {
    List<Comment> comments = comments(300);
    SourceSink sink = open();
    for (Comment comment : comments.subList(0, 100)) {
      sink.deliver(comment);
    }
    assertThat(sink.barrier().toCompletableFuture()).succeedsWithin(LIMIT);
    ClassifiedBatch refused =
        batch(GoldenStages.classify(comments.getFirst().toBuilder().setText(" ").build()));
    String type = ClassifiedBatch.getDescriptor().getFullName();
    publisher.publish(BrokerTopology.RECORD, type, refused.toByteArray(), Map.of()).join();
    play(comments.subList(100, 300));
    AtomicInteger refusals = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    store.fault =
        message -> {
          if (refusals.incrementAndGet() <= 3) {
            return Optional.of(
                FaultCode.UNAVAILABLE.exception("STORE_AWAY", "a fault of the test"));
          }
          if (message instanceof ClassifiedBatch batch) {
            most.accumulateAndGet(batch.getCommentsCount(), Math::max);
          }
          return Optional.empty();
        };
    startBehind();
    List<WatchCommentsResponse> events = awaitEnd();
    assertThat(classified(events)).containsExactlyInAnyOrderElementsOf(ids(comments));
    assertContents(comments, events);
    assertThat(most.get()).isGreaterThan(64).isLessThanOrEqualTo(CommentStore.MAX_BATCH);
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(letter.getBody()).isEqualTo(refused.toByteArray());
    assertThat(header(letter, MessageHeaders.PROBLEM)).contains("comment.text");
  }

  @Test
  void aBadCommentBecomesADeadLetterAloneAndItsNeighboursAreRecordedInOrder() throws Exception {
    List<Comment> comments = comments(64);
    Comment bad = comments.get(20).toBuilder().setId("\u0000").build();
    ClassifiedBatch.Builder batch = ClassifiedBatch.newBuilder().setChat(id);
    for (Comment comment : comments) {
      batch.addComments(GoldenStages.classify(comment == comments.get(20) ? bad : comment));
    }
    String type = ClassifiedBatch.getDescriptor().getFullName();
    publisher.publish(BrokerTopology.RECORD, type, batch.build().toByteArray(), Map.of()).join();
    startBehind();
    open().report(end());
    List<Comment> good = new ArrayList<>(comments);
    good.remove(20);
    assertWhole(good, awaitEnd());
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(ClassifiedBatch.parseFrom(letter.getBody()).getCommentsList())
        .containsExactly(GoldenStages.classify(bad));
    assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("INVALID_INPUT");
    assertThat(header(letter, MessageHeaders.PROBLEM)).contains("comment.id");
  }

  @Test
  void aCommentThatTheStoreBreaksOnGoesRoundAloneAndItsNeighboursAreRecorded() throws Exception {
    List<Comment> comments = comments(300);
    String bad = comments.get(33).getId();
    store.fault =
        message ->
            message instanceof ClassifiedBatch batch
                    && batch.getCommentsList().stream()
                        .anyMatch(comment -> comment.getComment().getId().equals(bad))
                ? Optional.of(FaultCode.INTERNAL.exception("SCRIPT_FAILED", "a fault of the test"))
                : Optional.empty();
    play(comments);
    startBehind();
    List<WatchCommentsResponse> events = awaitEnd();
    List<String> others = ids(comments).stream().filter(other -> !other.equals(bad)).toList();
    assertThat(classified(events)).containsExactlyInAnyOrderElementsOf(others);
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(ClassifiedBatch.parseFrom(letter.getBody()).getCommentsList())
        .extracting(comment -> comment.getComment().getId())
        .containsExactly(bad);
    assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("SCRIPT_FAILED");
    assertThat(header(letter, MessageHeaders.ATTEMPT)).isEqualTo("5");
  }

  @Test
  void spansThatTheStoreRefusesLeaveACommentUntaggableAndTheChatEnds() throws Exception {
    List<Comment> comments = comments(200);
    Comment bad = comments.stream().filter(StageContract::isFlagged).findFirst().get();
    store.fault =
        message ->
            message instanceof TaggedBatch batch
                    && batch.getCommentsList().stream()
                        .anyMatch(
                            comment ->
                                !comment.getFailed()
                                    && comment.getComment().getComment().equals(bad))
                ? Optional.of(InvalidInputException.of("spans", "a fault of the test"))
                : Optional.empty();
    startBehind();
    play(comments);
    List<WatchCommentsResponse> events = awaitEnd();
    assertThat(classified(events)).isEqualTo(ids(comments));
    assertThat(tagged(events))
        .doesNotContain(bad.getId())
        .hasSize((int) comments.stream().filter(StageContract::isFlagged).count() - 1);
    assertThat(stores.comments().get(id, bad.getId()).get().getTaggingState())
        .isEqualTo(TaggingState.UNTAGGABLE);
    assertThat(header(deadLetter(BrokerTopology.RECORD), MessageHeaders.PROBLEM)).contains("spans");
  }

  @Test
  void anIdOfEmojiIsRecordedAsItWasTaken() throws Exception {
    startBehind();
    Comment comment = comments(1).getFirst().toBuilder().setId("😀".repeat(256)).build();
    play(List.of(comment));
    assertThat(classified(awaitEnd())).containsExactly(comment.getId());
    assertThat(stores.comments().get(id, comment.getId())).isPresent();
  }

  private ClassifiedBatch batch(ClassifiedComment comment) {
    return ClassifiedBatch.newBuilder().setChat(id).addComments(comment).build();
  }

  @Test
  void flaggedCommentIsTaggedAlthoughARepetitionFlagsItNoLonger() throws Exception {
    List<Comment> comments = comments(200);
    ClassifiedBatch recorded =
        ClassifiedBatch.newBuilder()
            .setChat(id)
            .addAllComments(comments.subList(0, 64).stream().map(GoldenStages::classify).toList())
            .build();
    // A process that dies here never told the tag stage.
    assertThat(stores.comments().record(recorded).toCompletableFuture())
        .succeedsWithin(LIMIT)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .isNotEmpty();
    startBehind();
    SourceSink sink = classify.open(id, origin(), () -> ChatPolicy.ofThreshold(1), rejections::add);
    for (Comment comment : comments.subList(0, 64)) {
      sink.deliver(comment);
    }
    assertThat(sink.barrier().toCompletableFuture()).succeedsWithin(LIMIT);
    play(comments.subList(64, 200));
    assertWhole(comments, awaitEnd());
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

  /** Publishes batches of ten comments, each under its number. */
  private void publish(List<Comment> comments, Publication origin, int... numbers)
      throws InterruptedException {
    for (int number : numbers) {
      ClassifiedBatch batch =
          ClassifiedBatch.newBuilder()
              .setChat(id)
              .addAllComments(
                  comments.subList(10 * number - 10, 10 * number).stream()
                      .map(GoldenStages::classify)
                      .toList())
              .setPublication(numbered(origin, number))
              .build();
      String type = ClassifiedBatch.getDescriptor().getFullName();
      publisher.publish(BrokerTopology.RECORD, type, batch.toByteArray(), Map.of()).join();
    }
  }

  private void publishEnd(Publication origin, int number) throws InterruptedException {
    ChatEvent end = end().toBuilder().setPublication(numbered(origin, number)).build();
    String type = ChatEvent.getDescriptor().getFullName();
    publisher.publish(BrokerTopology.RECORD, type, end.toByteArray(), Map.of()).join();
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
  void batchThatCannotBeRecordedBecomesADeadLetterAndTheChatEnds() throws Exception {
    store.fault =
        message ->
            message instanceof ClassifiedBatch
                ? Optional.of(FaultCode.INTERNAL.exception("SCRIPT_FAILED", "a fault of the test"))
                : Optional.empty();
    startBehind();
    Comment clean = comments(50).stream().filter(comment -> !isFlagged(comment)).findFirst().get();
    play(List.of(clean));
    List<WatchCommentsResponse> events = awaitEnd();
    assertThat(classified(events)).isEmpty();
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("SCRIPT_FAILED");
    assertThat(header(letter, MessageHeaders.ATTEMPT)).isEqualTo("5");
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

  @Test
  void barrierIsReachedOnlyWhenTheBrokerHasEverything() throws Exception {
    SourceSink sink = open();
    assertThat(sink.barrier().toCompletableFuture()).succeedsWithin(LIMIT);
    broker().kill9();
    for (Comment comment : comments(100)) {
      sink.deliver(comment);
    }
    CompletableFuture<Long> barrier = sink.barrier().toCompletableFuture();
    await()
        .during(Duration.ofMillis(500))
        .atMost(LIMIT)
        .until(() -> !barrier.isDone() && publisher.outstanding() > 0);
    broker().restart();
    assertThat(barrier).succeedsWithin(LIMIT);
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

  private <P extends ServicePart> P started(P part) throws Exception {
    part.start();
    parts.add(part);
    return part;
  }

  /** Starts the stages after the broker. */
  void startBehind() throws Exception {
    started(new RecordStage(consuming, publisher, store, config(), registry));
    started(new TagStage(consuming, publisher, engines.channel(), config(), registry));
  }

  Config config() {
    return Config.defaults()
        .with(BrokerKeys.URI, broker().uri())
        .with(StoreKeys.REDIS_URI, redis.uri())
        .with(StageKeys.RETRY_DELAY, Duration.ofMillis(200));
  }

  /**
   * Texts that no other chat has: the queues may bring back what a killed broker had not forgotten.
   */
  List<Comment> comments(int count) {
    return GoldenChats.of(id, 11).comments(count).stream()
        .map(comment -> comment.toBuilder().setText(comment.getText() + " " + id).build())
        .toList();
  }

  /** The origin of messages under a fresh lease. */
  private Publication origin() {
    return Publication.newBuilder().setSession(session).setFence(++leases).build();
  }

  private static Publication numbered(Publication origin, long number) {
    return origin.toBuilder().addNumbers(number).build();
  }

  private SourceSink open() {
    return classify.open(id, origin(), () -> POLICY, rejections::add);
  }

  void play(List<Comment> comments) throws InterruptedException {
    SourceSink sink = open();
    for (Comment comment : comments) {
      sink.deliver(comment);
    }
    sink.report(end());
    assertThat(sink.barrier().toCompletableFuture()).succeedsWithin(LIMIT);
  }

  private void playUnchecked(List<Comment> comments) {
    try {
      play(comments);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deliverUnchecked(SourceSink sink, Comment comment) {
    try {
      sink.deliver(comment);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pauseUnchecked(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ChatEvent end() {
    return ChatEvent.newBuilder()
        .setChat(id)
        .setEnded(
            EndedChat.newBuilder()
                .setChat(id)
                .setState(ChatState.ENDED)
                .setEndTime(Timestamp.newBuilder().setSeconds(1_800_000_000)))
        .build();
  }

  List<WatchCommentsResponse> events() {
    return stores.events().after(id, ResumeToken.BEGINNING, 10_000);
  }

  private int eventCount() {
    return stores.comments().chat(id).map(known -> (int) known.getCommentCount()).orElse(0);
  }

  private List<WatchCommentsResponse> awaitEnd() {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> !events().isEmpty() && events().getLast().hasEnded());
    return events();
  }

  private static boolean isFlagged(Comment comment) {
    return GoldenStages.classify(comment).getFlagged();
  }

  static List<String> ids(List<Comment> comments) {
    return comments.stream().map(Comment::getId).toList();
  }

  static List<String> classified(List<WatchCommentsResponse> events) {
    return events.stream()
        .filter(WatchCommentsResponse::hasClassified)
        .map(event -> event.getClassified().getComment().getId())
        .toList();
  }

  private static List<String> tagged(List<WatchCommentsResponse> events) {
    return events.stream()
        .filter(WatchCommentsResponse::hasTagged)
        .map(event -> event.getTagged().getComment().getId())
        .toList();
  }

  private void assertWhole(List<Comment> comments, List<WatchCommentsResponse> events) {
    assertThat(classified(events)).isEqualTo(ids(comments));
    assertContents(comments, events);
  }

  /** Compares contents, not counts. */
  private void assertContents(List<Comment> comments, List<WatchCommentsResponse> events) {
    assertThat(tagged(events))
        .containsExactlyInAnyOrderElementsOf(
            ids(comments.stream().filter(StageContract::isFlagged).toList()));
    Set<String> seen = new HashSet<>();
    for (WatchCommentsResponse event : events) {
      if (event.hasClassified()) {
        seen.add(event.getClassified().getComment().getId());
      } else if (event.hasTagged()) {
        assertThat(seen).contains(event.getTagged().getComment().getId());
      }
    }
    assertThat(events).filteredOn(WatchCommentsResponse::hasEnded).hasSize(1);
    assertThat(events.getLast().hasEnded()).isTrue();
    for (Comment comment : comments) {
      var stored = stores.comments().get(id, comment.getId()).orElseThrow();
      var expected = GoldenStages.classify(comment);
      assertThat(stored.getComment()).isEqualTo(comment);
      assertThat(stored.getClassification()).isEqualTo(expected.getClassification());
      if (expected.getFlagged()) {
        assertThat(stored.getTagging().getSpansList())
            .isEqualTo(GoldenStages.tag(expected).getTagging().getSpansList());
        assertThat(stored.getTaggingState()).isEqualTo(TaggingState.TAGGED);
      } else {
        assertThat(stored.getTaggingState()).isEqualTo(TaggingState.NOT_NEEDED);
      }
    }
  }

  private GetResponse deadLetter(String queue) throws Exception {
    try (Connection connection = broker().plainConnection();
        Channel channel = connection.createChannel()) {
      return await()
          .atMost(LIMIT)
          .until(
              () -> channel.basicGet(BrokerTopology.deadOf(queue), true), found -> found != null);
    }
  }

  private static String header(GetResponse letter, String name) {
    return String.valueOf(letter.getProps().getHeaders().get(name));
  }
}
