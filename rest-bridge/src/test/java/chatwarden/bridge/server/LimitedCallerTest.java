package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.schema.OfferedServices;
import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import chatwarden.livechat.v1.CommentPushServiceGrpc.CommentPushServiceImplBase;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.PushCommentsResponse;
import chatwarden.livechat.v1.StreamingPushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsResponse;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.options.v1.OptionsProto;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.store.access.NewApiKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller who is limited to one chat, at every method: others look as if they did not exist. */
@Timeout(120)
class LimitedCallerTest {
  private static ModelServers models;
  private static GrpcEndpoint ingest;
  private static TestBridge bridge;
  private static ManagedChannel channel;
  private static String own;
  private static String other;
  private static String key;

  /** Takes whatever is pushed. */
  private static final class Pushes extends CommentPushServiceImplBase {

    @Override
    public void pushComments(
        PushCommentsRequest request, StreamObserver<PushCommentsResponse> observer) {
      observer.onNext(PushCommentsResponse.getDefaultInstance());
      observer.onCompleted();
    }

    @Override
    public StreamObserver<StreamingPushCommentsRequest> streamingPushComments(
        StreamObserver<StreamingPushCommentsResponse> observer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(StreamingPushCommentsRequest request) {
          observer.onNext(StreamingPushCommentsResponse.getDefaultInstance());
        }

        @Override
        public void onError(Throwable fault) {
          observer.onCompleted();
        }

        @Override
        public void onCompleted() {
          observer.onCompleted();
        }
      };
    }
  }

  @BeforeAll
  static void start() throws Exception {
    models = new ModelServers();
    ingest = GrpcEndpoint.builder("ingest").address("127.0.0.1", 0).service(new Pushes()).build();
    ingest.start();
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(AccessKeys.ENABLED, true)
                .with(AccessKeys.RATE_PER_ADDRESS, 0)
                .with(AccessKeys.RATE_PER_KEY, 0)
                .with(ModelPeer.CLASSIFIER.target(), models.target())
                .with(ModelPeer.TAGGER.target(), models.target())
                .with(BridgeKeys.INGEST_TARGET, ingest.target()));
    own = bridge.newChat();
    bridge.classified(own, "c1", "hello", false);
    other = bridge.newChat();
    bridge.classified(other, "c1", "hello", false);
    NewApiKey limited =
        NewApiKey.create("limited", Role.ADMIN, ChatScope.of(List.of(own)), Instant.now());
    bridge.keys().add(limited.stored());
    key = limited.secret();
    bridge.restart();
    channel = GrpcChannels.open("127.0.0.1:" + bridge.server().port());
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    bridge.close();
    ingest.close();
    models.close();
  }

  @Test
  void everyRequestThatNamesAnotherChatFindsNone() throws Exception {
    int seen = 0;
    for (MethodDescriptor method : methods()) {
      if (namesChat(method.getInputType())) {
        for (String chat : List.of(other, "never-existed", "")) {
          Status end = call(method, naming(method.getInputType(), chat));
          assertThat(end.getCode()).as(method.getFullName()).isEqualTo(Status.Code.NOT_FOUND);
          assertThat(end.getDescription())
              .as(method.getFullName())
              .isEqualTo("no chat has this id");
        }
        Status end = call(method, naming(method.getInputType(), own));
        assertThat(String.valueOf(end.getDescription()))
            .as(method.getFullName())
            .doesNotContain("no chat has this id", "limited to");
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(15);
  }

  @Test
  void methodsForTheWholePlatformAreRefused() throws Exception {
    int seen = 0;
    for (MethodDescriptor method : methods()) {
      if (!namesChat(method.getInputType())) {
        boolean open = method.getOptions().getExtension(OptionsProto.openToLimitedCallers);
        Status end = call(method, DynamicMessage.getDefaultInstance(method.getInputType()));
        boolean refused = String.valueOf(end.getDescription()).contains("limited to");
        assertThat(refused).as(method.getFullName()).isEqualTo(!open);
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(15);
    assertThat(get("/metrics").statusCode()).isEqualTo(403);
  }

  @Test
  void listsLeaveTheChatsOfOthersOut() throws Exception {
    JsonNode chats = TestBridge.json(get("/v1/chats?pageSize=100")).get("chats");
    assertThat(chats.findValuesAsText("id")).containsExactly(own);
    JsonNode sessions = TestBridge.json(get("/v1/sessions?pageSize=100"));
    assertThat(sessions.findValuesAsText("chat")).doesNotContain(other);
  }

  @Test
  void callersSeeTheirLimit() throws Exception {
    JsonNode caller = TestBridge.json(get("/v1/platform/caller"));
    assertThat(caller.at("/limit/chats/0").asText()).isEqualTo(own);
  }

  @Test
  void restAnswersForAnotherChatAsForNone() throws Exception {
    for (String path :
        List.of("comments", "comments/c1", "settings", "audit", "statistics", "audit:export")) {
      HttpResponse<String> theirs = get("/v1/chats/" + other + "/" + path);
      HttpResponse<String> none = get("/v1/chats/never-existed/" + path);
      assertThat(theirs.statusCode()).as(path).isEqualTo(404);
      assertThat(theirs.body()).as(path).isEqualTo(none.body()).contains("CHAT_NOT_FOUND");
      assertThat(get("/v1/chats/" + own + "/" + path).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(get("/v1/chats/" + other + "/comments:watch").statusCode()).isEqualTo(404);
    assertThat(get("/v1/chats/" + other + "/comments:socket").statusCode()).isEqualTo(404);
  }

  @Test
  void watchingTheOwnChatWorks() {
    assertThat(watch(own).hasClassified()).isTrue();
    assertThatThrownBy(() -> watch(other))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            fault -> assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  private static WatchCommentsResponse watch(String chat) {
    return LiveChatServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(credential()))
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .watchComments(
            WatchCommentsRequest.newBuilder().setChat(chat).setResumeToken("0-0").build())
        .next();
  }

  private static List<MethodDescriptor> methods() {
    return OfferedServices.all().stream()
        .flatMap(service -> service.getMethods().stream())
        .toList();
  }

  private static boolean namesChat(Descriptor type) {
    FieldDescriptor inner = type.findFieldByName("request");
    return type.findFieldByName("chat") != null
        || (inner != null && inner.getMessageType().findFieldByName("chat") != null);
  }

  private static DynamicMessage naming(Descriptor type, String chat) {
    DynamicMessage.Builder request = DynamicMessage.newBuilder(type);
    FieldDescriptor field = type.findFieldByName("chat");
    if (field != null) {
      return request.setField(field, chat).build();
    }
    FieldDescriptor inner = type.findFieldByName("request");
    return request.setField(inner, naming(inner.getMessageType(), chat)).build();
  }

  private static Metadata credential() {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    return headers;
  }

  /** Sends one request and returns how the call ends; OK also where it would go on. */
  private static Status call(MethodDescriptor method, DynamicMessage request) throws Exception {
    io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> descriptor =
        io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(OfferedServices.name(method))
            .setRequestMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
            .build();
    CompletableFuture<Status> end = new CompletableFuture<>();
    List<DynamicMessage> answers = new ArrayList<>();
    StreamObserver<DynamicMessage> requests =
        ClientCalls.asyncBidiStreamingCall(
            ClientInterceptors.intercept(
                    channel, MetadataUtils.newAttachHeadersInterceptor(credential()))
                .newCall(descriptor, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS)),
            new StreamObserver<>() {
              @Override
              public void onNext(DynamicMessage answer) {
                answers.add(answer);
                end.complete(Status.OK);
              }

              @Override
              public void onError(Throwable fault) {
                end.complete(Status.fromThrowable(fault));
              }

              @Override
              public void onCompleted() {
                end.complete(Status.OK);
              }
            });
    requests.onNext(request);
    requests.onCompleted();
    return end.get(30, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return bridge.send(bridge.request(path).header("Authorization", "Bearer " + key));
  }
}
