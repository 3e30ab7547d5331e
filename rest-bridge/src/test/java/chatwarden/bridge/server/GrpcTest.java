package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.watch.WatchKeys;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.comment.v1.CommentServiceGrpc;
import chatwarden.comment.v1.GetCommentRequest;
import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.ListChatsResponse;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.livechat.v1.WatchCommentsResponse.EventCase;
import chatwarden.runtime.config.Config;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GrpcTest {

  private static ModelServers models;
  private static TestBridge bridge;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws Exception {
    models = new ModelServers();
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(WatchKeys.BUFFER, 500)
                .with(BridgeKeys.MAX_REQUEST_BYTES, 64 * 1024)
                .with(ModelPeer.CLASSIFIER.target(), models.target())
                .with(ModelPeer.TAGGER.target(), "127.0.0.1:1"));
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", bridge.server().port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws Exception {
    if (bridge != null) {
      channel.shutdownNow();
      bridge.close();
    }
    models.close();
  }

  @Test
  void watchResumesByTokenAndEndsWithTheChat() {
    String chat = bridge.newChat();
    IntStream.range(0, 5).forEach(i -> bridge.classified(chat, "c" + i, "text", false));
    var service =
        LiveChatServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    Iterator<WatchCommentsResponse> first = service.watchComments(watch(chat, "0-0"));
    first.next();
    String token = first.next().getResumeToken();
    bridge.ended(chat);
    List<WatchCommentsResponse> rest = new ArrayList<>();
    service.watchComments(watch(chat, token)).forEachRemaining(rest::add);
    assertThat(rest)
        .extracting(e -> e.getClassified().getComment().getId())
        .containsExactly("c2", "c3", "c4", "");
    assertThat(rest.getLast().hasEnded()).isTrue();
  }

  @Test
  void watchGoesOnOverTheEndOfASessionThatAnotherFollows() {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "text", false);
    bridge.ended(chat);
    bridge.readAgain(chat);
    bridge.classified(chat, "c2", "text", false);
    var service =
        LiveChatServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    Iterator<WatchCommentsResponse> events = service.watchComments(watch(chat, "0-0"));
    assertThat(List.of(events.next(), events.next(), events.next(), events.next()))
        .extracting(WatchCommentsResponse::getEventCase)
        .containsExactly(
            EventCase.CLASSIFIED, EventCase.ENDED, EventCase.STARTED, EventCase.CLASSIFIED);
  }

  @Test
  void watchErrorsCarryTheirReasons() {
    assertStatus(
        () ->
            LiveChatServiceGrpc.newBlockingStub(channel).watchComments(watch("nowhere", "")).next(),
        Status.Code.NOT_FOUND,
        "CHAT_NOT_FOUND");
    String chat = bridge.newChat();
    assertStatus(
        () -> LiveChatServiceGrpc.newBlockingStub(channel).watchComments(watch(chat, "x")).next(),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_INPUT");
    String other = bridge.newChat();
    bridge.classified(other, "c", "text", false);
    String token =
        LiveChatServiceGrpc.newBlockingStub(channel)
            .watchComments(watch(other, "0-0"))
            .next()
            .getResumeToken();
    assertStatus(
        () -> LiveChatServiceGrpc.newBlockingStub(channel).watchComments(watch(chat, token)).next(),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_INPUT");
  }

  @Test
  void slowCallerIsCutWithoutHoldingTheOthersUp() {
    String chat = bridge.newChat();
    CompletableFuture<Status> closed = new CompletableFuture<>();
    CompletableFuture<Metadata> trailers = new CompletableFuture<>();
    ClientCall<WatchCommentsRequest, WatchCommentsResponse> slow =
        channel.newCall(LiveChatServiceGrpc.getWatchCommentsMethod(), CallOptions.DEFAULT);
    CompletableFuture<Boolean> one = new CompletableFuture<>();
    slow.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(WatchCommentsResponse message) {
            one.complete(true);
          }

          @Override
          public void onClose(Status status, Metadata metadata) {
            trailers.complete(metadata);
            closed.complete(status);
          }
        },
        new Metadata());
    slow.sendMessage(watch(chat, "0-0"));
    slow.halfClose();
    slow.request(1);
    bridge.classified(chat, "first", "text", false);
    one.join();
    String text = "x".repeat(9_000);
    for (int i = 0; i < 20; i++) {
      bridge.classifiedBatch(chat, "c" + i + "-", 64, text);
    }
    bridge.ended(chat);
    List<WatchCommentsResponse> quick = new ArrayList<>();
    LiveChatServiceGrpc.newBlockingStub(channel)
        .watchComments(watch(chat, "0-0"))
        .forEachRemaining(quick::add);
    assertThat(quick).hasSize(1 + 20 * 64 + 1);
    slow.request(10_000);
    Status status = closed.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(reason(status.asRuntimeException(trailers.join()))).isEqualTo("SLOW_SUBSCRIBER");
  }

  @Test
  void callerThatLeavesIsForgotten() {
    String chat = bridge.newChat();
    double before = subscribers();
    ClientCall<WatchCommentsRequest, WatchCommentsResponse> call =
        channel.newCall(LiveChatServiceGrpc.getWatchCommentsMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.sendMessage(watch(chat, ""));
    call.halfClose();
    await().until(() -> subscribers() == before + 1);
    call.cancel("test", null);
    await().until(() -> subscribers() == before);
  }

  private static double subscribers() {
    try {
      return bridge
          .get("/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith("chatwarden_bridge_watch_subscriber "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
          .sum();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void longStreamIsForwardedInOrderBothWays() {
    int count = 500;
    List<String> answered = new ArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    StreamObserver<StreamingClassifyTextsRequest> requests =
        ClassifierServiceGrpc.newStub(channel)
            .streamingClassifyTexts(
                new StreamObserver<>() {
                  @Override
                  public void onNext(StreamingClassifyTextsResponse response) {
                    answered.add(response.getRequestId());
                  }

                  @Override
                  public void onError(Throwable fault) {
                    done.completeExceptionally(fault);
                  }

                  @Override
                  public void onCompleted() {
                    done.complete(null);
                  }
                });
    for (int i = 0; i < count; i++) {
      requests.onNext(
          StreamingClassifyTextsRequest.newBuilder()
              .setRequestId("r" + i)
              .setRequest(text("x".repeat(1_000)))
              .build());
    }
    requests.onCompleted();
    done.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(answered).isEqualTo(IntStream.range(0, count).mapToObj(i -> "r" + i).toList());
  }

  @Test
  void messageBeyondTheLimitIsRefused() {
    assertThatThrownBy(
            () ->
                ClassifierServiceGrpc.newBlockingStub(channel)
                    .classifyTexts(text("x".repeat(65 * 1024))))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
  }

  @Test
  void deadlineOfTheCallerReachesTheServerBehind() {
    assertThatThrownBy(
            () ->
                ClassifierServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                    .classifyTexts(ClassifyTextsRequest.newBuilder().setLanguage("never").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    assertThat(models.cancelled.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void serverThatCannotBeReachedIsUnavailableWithoutItsAddress() {
    assertStatus(
        () ->
            chatwarden.tagger.v1.TaggerServiceGrpc.newBlockingStub(channel)
                .tagSpans(chatwarden.tagger.v1.TagSpansRequest.getDefaultInstance()),
        Status.Code.UNAVAILABLE,
        "SERVER_AWAY");
  }

  @Test
  void aStatusThatRepeatsWhatCameIsShortEnoughForHeaders() {
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder().setService("đài ".repeat(3_000)).build();
    assertThatThrownBy(() -> HealthGrpc.newBlockingStub(channel).check(request))
        .hasMessageStartingWith("NOT_FOUND: unknown service đài");
  }

  @Test
  void healthAndReflectionAreServed() {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(
                    HealthCheckRequest.newBuilder()
                        .setService("chatwarden.comment.v1.CommentService")
                        .build())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> asked =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable fault) {
                    answer.completeExceptionally(fault);
                  }

                  @Override
                  public void onCompleted() {}
                });
    asked.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(
            answer
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .getListServicesResponse()
                .getServiceList())
        .extracting(service -> service.getName())
        .contains(
            "chatwarden.livechat.v1.LiveChatService",
            "chatwarden.comment.v1.CommentService",
            "chatwarden.classifier.v1.ClassifierService",
            "chatwarden.tagger.v1.TaggerService");
    asked.onCompleted();
  }

  @Test
  void reflectionIsServedInTheVersionThatMostToolsAskForToo() {
    CompletableFuture<io.grpc.reflection.v1alpha.ServerReflectionResponse> answer =
        new CompletableFuture<>();
    var asked =
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionResponse>() {
                  @Override
                  public void onNext(io.grpc.reflection.v1alpha.ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable fault) {
                    answer.completeExceptionally(fault);
                  }

                  @Override
                  public void onCompleted() {}
                });
    asked.onNext(
        io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol("chatwarden.livechat.v1.LiveChatService")
            .build());
    assertThat(
            answer
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .getFileDescriptorResponse()
                .getFileDescriptorProtoCount())
        .isPositive();
    asked.onCompleted();
  }

  @Test
  void commentIdThatNoPathCanHoldIsFoundByGrpc() {
    String chat = bridge.newChat();
    bridge.classified(chat, "..", "text", false);
    assertThat(
            CommentServiceGrpc.newBlockingStub(channel)
                .getComment(GetCommentRequest.newBuilder().setChat(chat).setId("..").build())
                .getComment()
                .getId())
        .isEqualTo("..");
  }

  @Test
  void bytesThatAreNoMessageAreTheCallersFault() throws Exception {
    HttpResponse<byte[]> response =
        grpcWeb(
            "chatwarden.livechat.v1.LiveChatService/ListChats",
            "application/grpc-web+proto",
            frame(new byte[] {(byte) 0xff, 1, 2}));
    assertThat(grpcStatus(response)).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/grpc-web+proto", "application/grpc-web", "application/grpc-web-text"})
  void grpcWebAnswersUnaryCalls(String type) throws Exception {
    String chat = bridge.newChat();
    byte[] body = frame(ListChatsRequest.newBuilder().setPageSize(1_000).build().toByteArray());
    byte[] answer =
        decode(grpcWeb("chatwarden.livechat.v1.LiveChatService/ListChats", type, body), type);
    ListChatsResponse chats = ListChatsResponse.parseFrom(frames(answer).getFirst());
    assertThat(chats.getChatsList()).extracting(c -> c.getId()).contains(chat);
    assertThat(new String(answer, StandardCharsets.ISO_8859_1))
        .containsIgnoringCase("grpc-status: 0");
  }

  @Test
  void grpcWebStreamsEvents() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "text", false);
    bridge.ended(chat);
    String type = "application/grpc-web+proto";
    byte[] answer =
        decode(
            grpcWeb(
                "chatwarden.livechat.v1.LiveChatService/WatchComments",
                type,
                frame(watch(chat, "0-0").toByteArray())),
            type);
    List<byte[]> frames = frames(answer);
    assertThat(frames).hasSize(2);
    assertThat(
            WatchCommentsResponse.parseFrom(frames.getFirst()).getClassified().getComment().getId())
        .isEqualTo("c1");
    assertThat(WatchCommentsResponse.parseFrom(frames.getLast()).hasEnded()).isTrue();
  }

  private static HttpResponse<byte[]> grpcWeb(String method, String type, byte[] frame)
      throws Exception {
    byte[] body = type.endsWith("text") ? Base64.getEncoder().encode(frame) : frame;
    return bridge.http.send(
        bridge
            .request("/" + method)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", type)
            .header("Accept", type)
            .header("X-Grpc-Web", "1")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static byte[] decode(HttpResponse<byte[]> response, String type) {
    assertThat(response.statusCode()).isEqualTo(200);
    if (!type.endsWith("text")) {
      return response.body();
    }
    // Each piece is padded on its own.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String text = new String(response.body(), StandardCharsets.US_ASCII);
    for (String piece : text.split("(?<==)(?!=)")) {
      bytes.writeBytes(Base64.getDecoder().decode(piece));
    }
    return bytes.toByteArray();
  }

  private static String grpcStatus(HttpResponse<byte[]> response) {
    return response
        .headers()
        .firstValue("grpc-status")
        .orElseGet(
            () -> {
              String body = new String(response.body(), StandardCharsets.ISO_8859_1);
              return body.replaceAll("(?s).*grpc-status: ?(\\d+).*", "$1");
            });
  }

  private static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /** The messages of a body; the last frame holds the trailers. */
  private static List<byte[]> frames(byte[] body) {
    List<byte[]> frames = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(body);
    while (buffer.remaining() >= 5) {
      byte kind = buffer.get();
      int length = buffer.getInt();
      if (kind == 0) {
        frames.add(Arrays.copyOfRange(body, buffer.position(), buffer.position() + length));
      }
      buffer.position(buffer.position() + length);
    }
    return frames;
  }

  private static ClassifyTextsRequest text(String text) {
    return ClassifyTextsRequest.newBuilder()
        .addComments(TextToClassify.newBuilder().setId("a").setText(text))
        .build();
  }

  private static WatchCommentsRequest watch(String chat, String token) {
    return WatchCommentsRequest.newBuilder().setChat(chat).setResumeToken(token).build();
  }

  private static void assertStatus(Runnable call, Status.Code code, String reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(reason(e)).isEqualTo(reason);
              assertThat(e.getStatus().getDescription()).doesNotContain("127.0.0.1");
            });
  }

  private static String reason(StatusRuntimeException fault) {
    try {
      return StatusProto.fromThrowable(fault).getDetails(0).unpack(ErrorInfo.class).getReason();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
