package chatwarden.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.broker.BrokerKeys;
import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc.ClassifierServiceImplBase;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.ingest.file.FilePlatform;
import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.RedisStores;
import chatwarden.store.redis.StoreKeys;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc.TaggerServiceImplBase;
import chatwarden.testing.chat.GoldenChats;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RabbitServer;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.TaggingState;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of chat-ingest on real engines, before models that know the golden chats. */
class IngestServerTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  private static RedisServer redis;
  private static RabbitServer rabbit;
  private static GrpcEndpoint models;
  private static RedisStores stores;
  private static Config config;

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final Telemetry telemetry = Telemetry.prometheus();
  private final List<IngestServer> servers = new ArrayList<>();

  @BeforeAll
  static void startTheEngines() throws Exception {
    redis = RedisServer.start();
    rabbit = RabbitServer.start();
    models =
        GrpcEndpoint.builder("models")
            .address("127.0.0.1", 0)
            .service(new GoldenClassifier())
            .service(new GoldenTagger())
            .build();
    models.start();
    String target = "127.0.0.1:" + models.port();
    config =
        Config.defaults()
            .with(StoreKeys.REDIS_URI, redis.uri())
            .with(BrokerKeys.URI, rabbit.uri())
            .with(IngestServer.LISTEN.port(), 0)
            .with(IngestServer.CLASSIFIER_TARGET, target)
            .with(IngestServer.TAGGER_TARGET, target);
    stores = RedisStores.open(config, new SimpleMeterRegistry(), "test");
    stores.start();
  }

  @AfterAll
  static void stopTheEngines() throws Exception {
    if (stores != null) {
      stores.close();
    }
    if (models != null) {
      models.close();
    }
    if (rabbit != null) {
      rabbit.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  @AfterEach
  void stopTheServers() throws Exception {
    for (IngestServer server : servers) {
      server.close();
    }
    telemetry.close();
  }

  @Test
  void fileIsPlayedFromTheSessionToTheStore() throws Exception {
    start();
    List<Comment> comments = GoldenChats.of("played", 7).comments(500);
    Session session = stores.sessions().create(wish("played", file("played", comments, "{}\n"), 0));
    awaitState(session, ChatState.ENDED);
    awaitRecorded("played", 500);
    for (Comment comment : comments) {
      ModeratedComment stored =
          stores.comments().get("played", comment.getId()).orElseThrow(AssertionError::new);
      assertThat(stored.getComment()).isEqualTo(withoutBadges(comment));
      boolean flagged = GoldenStages.classify(comment).getFlagged();
      assertThat(stored.getTaggingState())
          .isEqualTo(flagged ? TaggingState.TAGGED : TaggingState.NOT_NEEDED);
    }
    Session over = stores.sessions().get(session.getId()).orElseThrow();
    assertThat(over.getRejectedCount()).isEqualTo(1);
    assertThat(over.getLastRejection()).isEqualTo("line 501: id: must not be missing or empty");
  }

  @Test
  void fileGoesOnWhereADrainedServerLeftIt() throws Exception {
    IngestServer first = start();
    List<Comment> comments = GoldenChats.of("drained", 8).comments(400);
    Session session = stores.sessions().create(wish("drained", file("drained", comments, ""), 100));
    await().atMost(LONG).until(() -> recorded("drained") >= 50);
    long begin = System.nanoTime();
    first.drain(Duration.ofSeconds(3));
    first.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(recorded("drained")).isLessThan(400);
    assertThat(stores.sessions().get(session.getId()).orElseThrow().getState())
        .isEqualTo(ChatState.LIVE);
    start();
    awaitState(session, ChatState.ENDED);
    awaitRecorded("drained", 400);
  }

  @Test
  void pushedCommentsReachTheStore() throws Exception {
    IngestServer server = start();
    Session session =
        stores
            .sessions()
            .create(Session.newBuilder().setSource("push:pushed").setChat("pushed").build());
    ManagedChannel channel = GrpcChannels.open(server.target());
    try {
      PushCommentsRequest request =
          PushCommentsRequest.newBuilder()
              .setChat("pushed")
              .addAllComments(GoldenChats.of("pushed", 9).comments(64))
              .build();
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(
              () ->
                  CommentPushServiceGrpc.newBlockingStub(channel)
                          .withDeadlineAfter(20, TimeUnit.SECONDS)
                          .pushComments(request)
                          .getAcceptedCount()
                      == 64);
      awaitRecorded("pushed", 64);
      stores.sessions().requestStop(session.getId());
      awaitState(session, ChatState.ENDED);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void missingFileFailsItsChatWithTheReason() throws Exception {
    start();
    Session session = stores.sessions().create(wish("missing", folder.resolve("missing.jsonl"), 0));
    awaitState(session, ChatState.FAILED);
    assertThat(stores.sessions().get(session.getId()).orElseThrow().getReason())
        .startsWith("file not found on the ingest host: ");
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(stores.comments().chat("missing").map(Chat::getState))
                    .hasValue(ChatState.FAILED));
  }

  @Test
  void fileOutsideTheRootsFailsItsChatWithoutSayingWhetherItExists() throws Exception {
    start();
    Path outside = Files.writeString(elsewhere.resolve("private.jsonl"), "{}\n");
    Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), outside);
    List<Path> paths =
        List.of(outside, elsewhere.resolve("none.jsonl"), folder.resolve("../x.jsonl"), link);
    for (int i = 0; i < paths.size(); i++) {
      Session session = stores.sessions().create(wish("outside-" + i, paths.get(i), 0));

      awaitState(session, ChatState.FAILED);
      assertThat(stores.sessions().get(session.getId()).orElseThrow().getReason())
          .isEqualTo(
              "the file "
                  + paths.get(i)
                  + " is outside the folders that sessions may read; an operator can add its folder"
                  + " to ingest.file-roots");
    }
  }

  private IngestServer start() throws Exception {
    Config permitting =
        config.with(FilePlatform.ROOTS, List.of(folder.toAbsolutePath().toString()));
    IngestServer server = IngestServer.listening(permitting, telemetry);
    servers.add(server);
    server.start();
    return server;
  }

  private Session wish(String chat, Path file, double rate) {
    return Session.newBuilder()
        .setSource("file:" + file)
        .setChat(chat)
        .setCommentsPerSecond(rate)
        .build();
  }

  private Path file(String name, List<Comment> comments, String more) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (Comment comment : comments) {
      lines.append(JsonText.line(comment)).append('\n');
    }
    return Files.writeString(folder.resolve(name + ".jsonl"), lines.append(more));
  }

  private void awaitState(Session session, ChatState state) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(stores.sessions().get(session.getId()).orElseThrow().getState())
                    .isEqualTo(state));
  }

  private void awaitRecorded(String chat, long count) {
    await().atMost(LONG).untilAsserted(() -> assertThat(recorded(chat)).isEqualTo(count));
    long flagged = stores.comments().chat(chat).orElseThrow().getFlaggedCount();
    assertThat(flagged).isBetween(1L, count);
  }

  /** As the lines of a file say it. */
  private static Comment withoutBadges(Comment comment) {
    return comment.toBuilder().setAuthor(comment.getAuthor().toBuilder().clearBadges()).build();
  }

  private static long recorded(String chat) {
    return stores.comments().chat(chat).map(Chat::getCommentCount).orElse(0L);
  }

  private static final class GoldenClassifier extends ClassifierServiceImplBase {
    @Override
    public void classifyTexts(
        ClassifyTextsRequest request, StreamObserver<ClassifyTextsResponse> answer) {
      ClassifyTextsResponse.Builder response = ClassifyTextsResponse.newBuilder();
      for (TextToClassify text : request.getCommentsList()) {
        Comment comment = Comment.newBuilder().setText(text.getText()).build();
        response.addClassifications(
            ClassifiedText.newBuilder()
                .setId(text.getId())
                .setClassification(GoldenStages.classify(comment).getClassification()));
      }
      answer.onNext(response.build());
      answer.onCompleted();
    }
  }

  private static final class GoldenTagger extends TaggerServiceImplBase {
    @Override
    public void tagSpans(TagSpansRequest request, StreamObserver<TagSpansResponse> answer) {
      TagSpansResponse.Builder response = TagSpansResponse.newBuilder();
      request
          .getCommentsList()
          .forEach(
              text -> {
                var comment = Comment.newBuilder().setText(text.getText()).build();
                var tagged = GoldenStages.tag(GoldenStages.classify(comment));
                response.addTaggings(
                    TaggedText.newBuilder().setId(text.getId()).setTagging(tagged.getTagging()));
              });
      answer.onNext(response.build());
      answer.onCompleted();
    }
  }
}
