package chatwarden.ingest.stage;

import static chatwarden.ingest.stage.StageEvents.classified;
import static chatwarden.ingest.stage.StageEvents.ids;
import static chatwarden.ingest.stage.StageEvents.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.broker.Backlog;
import chatwarden.broker.BrokerConnection;
import chatwarden.broker.BrokerKeys;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.KillableBroker;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.store.RedisStores;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.watch.ResumeToken;
import chatwarden.testing.chat.GoldenChats;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.EndedChat;
import chatwarden.type.v1.TaggingState;
import com.google.protobuf.Timestamp;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * Starts the stages over a real broker, real gRPC and a real Redis, and plays chats through them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StageFixture {

  static final Duration LIMIT = Duration.ofSeconds(90);
  static final ChatwardenException STORE_AWAY =
      FaultCode.UNAVAILABLE.exception("STORE_AWAY", "a fault of the test");
  static final ChatPolicy POLICY = ChatPolicy.ofThreshold(0.3f);

  RedisServer redis;

  String id;
  SimpleMeterRegistry registry;
  GoldenEngines engines;
  RedisStores stores;
  FaultyStore store;
  ConfirmedPublisher publisher;
  BrokerConnection consuming;
  ClassifyStage classify;
  String session;
  int leases;
  final List<Rejection> rejections = new CopyOnWriteArrayList<>();
  final List<ServicePart> parts = new ArrayList<>();

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

  ClassifiedBatch batch(ClassifiedComment comment) {
    return ClassifiedBatch.newBuilder().setChat(id).addComments(comment).build();
  }

  /** Publishes batches of ten comments, each under its number. */
  void publish(List<Comment> comments, Publication origin, int... numbers)
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

  <P extends ServicePart> P started(P part) throws Exception {
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
  Publication origin() {
    return Publication.newBuilder().setSession(session).setFence(++leases).build();
  }

  static Publication numbered(Publication origin, long number) {
    return origin.toBuilder().addNumbers(number).build();
  }

  SourceSink open() {
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

  void playUnchecked(List<Comment> comments) {
    try {
      play(comments);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void awaitUnchecked(CountDownLatch latch) {
    try {
      assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  ChatEvent end() {
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

  int eventCount() {
    return stores.comments().chat(id).map(known -> (int) known.getCommentCount()).orElse(0);
  }

  List<WatchCommentsResponse> awaitEnd() {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> !events().isEmpty() && events().getLast().hasEnded());
    return events();
  }

  void assertWhole(List<Comment> comments, List<WatchCommentsResponse> events) {
    assertThat(classified(events)).isEqualTo(ids(comments));
    assertContents(comments, events);
  }

  /** Compares contents, not counts. */
  void assertContents(List<Comment> comments, List<WatchCommentsResponse> events) {
    assertThat(tagged(events))
        .containsExactlyInAnyOrderElementsOf(
            ids(comments.stream().filter(StageEvents::isFlagged).toList()));
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

  GetResponse deadLetter(String queue) throws Exception {
    try (Connection connection = broker().plainConnection();
        Channel channel = connection.createChannel()) {
      return await()
          .atMost(LIMIT)
          .until(
              () -> channel.basicGet(BrokerTopology.deadOf(queue), true), found -> found != null);
    }
  }
}
