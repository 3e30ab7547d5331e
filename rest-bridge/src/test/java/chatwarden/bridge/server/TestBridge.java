package chatwarden.bridge.server;

import chatwarden.livechat.v1.Session;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.RedisStores;
import chatwarden.store.access.KeyStore;
import chatwarden.store.feedback.FeedbackStore;
import chatwarden.store.pipeline.StepQueue;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.session.SessionLease;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.EndedChat;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.Tagging;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A bridge on a real Redis and a free port, with a store beside it to record through. */
final class TestBridge implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger CHATS = new AtomicInteger();

  final RedisServer redis;
  final HttpClient http = HttpClient.newHttpClient();
  private final Config config;
  private final RedisStores stores;
  private final Telemetry telemetry = Telemetry.prometheus();
  private BridgeServer bridge;

  private TestBridge(RedisServer redis, Config config) throws Exception {
    this.redis = redis;
    this.config = config;
    this.stores = RedisStores.open(config, Telemetry.prometheus().registry(), "test");
    stores.start();
    this.bridge = open();
  }

  private BridgeServer open() throws Exception {
    BridgeServer opened = BridgeServer.create(config, telemetry);
    opened.start();
    return opened;
  }

  static TestBridge start(Config config) throws Exception {
    RedisServer redis = RedisServer.start();
    return new TestBridge(
        redis, config.with(StoreKeys.REDIS_URI, redis.uri()).with(BridgeKeys.PORT, 0));
  }

  /** The value of a gauge without labels. */
  double metric(String name) {
    return telemetry.registry().get("chatwarden." + name).gauge().value();
  }

  /** The sum of the gauges of this name. */
  double sum(String name) {
    return telemetry.registry().get("chatwarden." + name).gauges().stream()
        .mapToDouble(Gauge::value)
        .sum();
  }

  KeyStore keys() {
    return stores.keys();
  }

  StepQueue steps() {
    return stores.steps();
  }

  FeedbackStore feedback() {
    return stores.feedback();
  }

  BridgeServer server() {
    return bridge;
  }

  /** A bridge of the same configuration in the place of this one, on another port. */
  void restart() throws Exception {
    bridge.drain(Duration.ofSeconds(2));
    bridge.close();
    bridge = open();
  }

  /** A new chat that is live, with an id of its own. */
  String newChat() {
    String chat = "chat" + CHATS.incrementAndGet();
    startSession(chat);
    return chat;
  }

  /** Ends the session that reads the chat, and starts another. */
  void readAgain(String chat) {
    finish(chat);
    startSession(chat);
  }

  /** Ends the session that reads the chat, and the chat. */
  void stopped(String chat) {
    finish(chat);
    ended(chat);
  }

  private void finish(String chat) {
    SessionLease lease;
    do {
      lease = stores.sessions().claim("test", Duration.ofMinutes(1)).orElseThrow();
    } while (!lease.session().getChat().equals(chat));
    lease.finish(ChatState.ENDED, "over");
  }

  private void startSession(String chat) {
    stores.sessions().create(Session.newBuilder().setSource("push:" + chat).setChat(chat).build());
  }

  void classified(String chat, String id, String text, boolean flagged) {
    ClassifiedBatch batch =
        ClassifiedBatch.newBuilder()
            .setChat(chat)
            .addComments(comment(chat, id, text, flagged))
            .build();
    stores.comments().record(batch).toCompletableFuture().join();
  }

  /** So many comments of the same text, recorded at once. */
  void classifiedBatch(String chat, String prefix, int count, String text) {
    ClassifiedBatch.Builder batch = ClassifiedBatch.newBuilder().setChat(chat);
    for (int i = 0; i < count; i++) {
      batch.addComments(comment(chat, prefix + i, text, false));
    }
    stores.comments().record(batch.build()).toCompletableFuture().join();
  }

  void tagged(String chat, String id, String text) {
    TaggedComment comment =
        TaggedComment.newBuilder()
            .setComment(comment(chat, id, text, true))
            .setTagging(
                Tagging.newBuilder()
                    .addSpans(
                        Span.newBuilder()
                            .setStart(0)
                            .setEnd(1)
                            .setText(text.substring(0, 1))
                            .setScore(0.5f))
                    .setCoverage(0.25f)
                    .setModel("tagger@1"))
            .build();
    stores
        .comments()
        .record(TaggedBatch.newBuilder().setChat(chat).addComments(comment).build())
        .toCompletableFuture()
        .join();
  }

  void ended(String chat) {
    EndedChat end =
        EndedChat.newBuilder()
            .setChat(chat)
            .setState(ChatState.ENDED)
            .setEndTime(Timestamp.newBuilder().setSeconds(1_700_000_100))
            .build();
    stores
        .comments()
        .record(ChatEvent.newBuilder().setChat(chat).setEnded(end).build())
        .toCompletableFuture()
        .join();
  }

  private static ClassifiedComment comment(String chat, String id, String text, boolean flagged) {
    float offensive = flagged ? 0.75f : 0.125f;
    return ClassifiedComment.newBuilder()
        .setComment(
            Comment.newBuilder()
                .setId(id)
                .setChat(chat)
                .setText(text)
                .setAuthor(Author.newBuilder().setId("a1").setName("Ann"))
                .setPublishTime(Timestamp.newBuilder().setSeconds(1_700_000_000)))
        .setClassification(
            Classification.newBuilder()
                .setLabel(flagged ? Label.OFFENSIVE : Label.CLEAN)
                .putProbabilities("CLEAN", 1 - offensive)
                .putProbabilities("OFFENSIVE", offensive)
                .putProbabilities("HATE", 0)
                .setOffensiveProbability(offensive)
                .setModel("model@1"))
        .setFlagged(flagged)
        .build();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + bridge.port() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  @Override
  public void close() throws Exception {
    bridge.close();
    stores.close();
    http.close();
    redis.close();
  }
}
