package chatwarden.ingest.push;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.ManualClock;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.CommentPushServiceGrpc.CommentPushServiceBlockingStub;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsResponse;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.DeletedComment;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommentPushGrpcServiceTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PushChats chats = new PushChats(registry);
  private final CommentPushGrpcService door =
      new CommentPushGrpcService(chats, InstantSource.fixed(ManualClock.START));
  private final RecordingSink sink = new RecordingSink();
  private final GrpcEndpoint endpoint =
      GrpcEndpoint.builder("push").address("127.0.0.1", 0).service(door).build();
  private ManagedChannel channel;
  private CommentPushServiceBlockingStub stub;
  private @Nullable Thread session;

  @BeforeEach
  void startTheDoor() throws Exception {
    endpoint.start();
    channel = GrpcChannels.open("127.0.0.1:" + endpoint.port());
    stub = CommentPushServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stopTheDoor() {
    if (session != null) {
      session.interrupt();
    }
    channel.shutdownNow();
    endpoint.close();
  }

  @Test
  void pushedCommentsAreDeliveredInOrderAndAnsweredBehindTheConfirm() {
    CompletableFuture<Long> confirm = new CompletableFuture<>();
    sink.confirmBy(() -> confirm);
    live("room");
    CompletableFuture<Integer> answer =
        CompletableFuture.supplyAsync(
            () -> stub.pushComments(request("room", "a", "b")).getAcceptedCount());
    await().untilAsserted(() -> assertThat(sink.ids()).containsExactly("a", "b"));
    assertThat(answer).isNotDone();
    confirm.complete(0L);
    assertThat(answer.join()).isEqualTo(2);
    assertThat(sink.comments().getFirst().getChat()).isEqualTo("room");
    assertThat(sink.comments().getFirst().getPublishTime().getSeconds())
        .isEqualTo(ManualClock.START.getEpochSecond());
  }

  @Test
  void reportsFollowTheCommentsOfTheirRequest() {
    live("room");
    stub.pushComments(
        request("room", "a").toBuilder()
            .addDeletions(DeletedComment.newBuilder().setId("old"))
            .addBans(BannedAuthor.newBuilder().setAuthor(Author.newBuilder().setId("u")))
            .build());
    assertThat(sink.taken()).hasSize(3).first().isInstanceOf(Comment.class);
    assertThat(sink.events().get(0).getDeleted().getId()).isEqualTo("old");
    assertThat(sink.events().get(0).getDeleted().getChat()).isEqualTo("room");
    assertThat(sink.events().get(0).getDeleted().hasDeleteTime()).isTrue();
    assertThat(sink.events().get(1).getBanned().getAuthor().getId()).isEqualTo("u");
    assertThat(sink.events().get(1).getBanned().hasBanTime()).isTrue();
  }

  @Test
  void chatWithoutALiveSessionIsRefused() {
    StatusRuntimeException fault = refusal(request("room", "a"));
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(detail(fault, ErrorInfo.class).getReason()).isEqualTo("SESSION_NOT_LIVE");
  }

  @Test
  void everyProblemOfARequestIsNamedAndNothingOfItTaken() {
    live("room");
    PushCommentsRequest bad =
        request("room", "a", "b", "a").toBuilder()
            .setComments(1, comment("b").setText(" "))
            .addComments(comment("c").setChat("other"))
            .addComments(comment("d").setText("x".repeat(10_001)))
            .addComments(Comment.newBuilder().setId("e\n"))
            .addDeletions(DeletedComment.getDefaultInstance())
            .addBans(BannedAuthor.getDefaultInstance())
            .build();
    StatusRuntimeException fault = refusal(bad);
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(fields(fault))
        .containsExactly(
            "comments[1].text",
            "comments[2].id",
            "comments[3].chat",
            "comments[4].text",
            "comments[5].id",
            "deletions[0].id",
            "bans[0].author");
    assertThat(sink.taken()).isEmpty();
  }

  @Test
  void missingChatAndTooManyCommentsAreNamed() {
    assertThat(fields(refusal(request("", "a")))).containsExactly("chat");
    String[] ids = IntStream.range(0, 65).mapToObj(i -> "c" + i).toArray(String[]::new);
    assertThat(fields(refusal(request("room", ids)))).containsExactly("comments");
  }

  @Test
  void fullPipelineIsRefusedWithAHintAndTakesMoreAfterwards() {
    CompletableFuture<Long> confirm = new CompletableFuture<>();
    sink.confirmBy(() -> confirm);
    live("room");
    List<CompletableFuture<Integer>> waiting =
        IntStream.range(0, 3)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> push64(i), Thread::startVirtualThread))
            .toList();
    await().until(() -> registry.get("push.waiting").gauge().value() == 192);
    StatusRuntimeException fault = refusal(request("room", "more"));
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(detail(fault, ErrorInfo.class).getReason()).isEqualTo("PIPELINE_FULL");
    assertThat(detail(fault, RetryInfo.class).getRetryDelay().getNanos()).isPositive();
    confirm.complete(0L);
    assertThat(waiting).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(64));
    assertThat(stub.pushComments(request("room", "more")).getAcceptedCount()).isEqualTo(1);
    assertThat(registry.get("push.waiting").gauge().value()).isZero();
  }

  @Test
  void pipelineThatLostTheCommentsIsUnavailable() {
    sink.confirmBy(() -> CompletableFuture.failedFuture(new IllegalStateException("lost")));
    live("room");
    StatusRuntimeException fault = refusal(request("room", "a"));
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(detail(fault, ErrorInfo.class).getReason()).isEqualTo("PIPELINE_UNAVAILABLE");
  }

  @Test
  void sessionThatStopsRefusesWhatItHasNotTaken() {
    live("room");
    assertThat(stub.pushComments(request("room", "a")).getAcceptedCount()).isEqualTo(1);
    requireNonNull(session, "session").interrupt();
    await().until(() -> chats.find("room", Duration.ZERO).isEmpty());
    assertThat(detail(refusal(request("room", "b")), ErrorInfo.class).getReason())
        .isEqualTo("SESSION_NOT_LIVE");
    assertThat(sink.ids()).containsExactly("a");
  }

  @Test
  void streamIsAnsweredInOrderAndCompletes() throws Exception {
    live("room");
    Answers answers = new Answers();
    StreamObserver<StreamingPushCommentsRequest> requests = stream(answers);
    for (int i = 0; i < 200; i++) {
      requests.onNext(numbered("r" + i, request("room", "c" + i)));
    }
    requests.onCompleted();
    answers.end().get(20, TimeUnit.SECONDS);
    assertThat(answers.ids()).isEqualTo(IntStream.range(0, 200).mapToObj(i -> "r" + i).toList());
    assertThat(sink.ids()).isEqualTo(IntStream.range(0, 200).mapToObj(i -> "c" + i).toList());
  }

  @Test
  void badRequestEndsTheStreamBehindTheAnswersBeforeIt() {
    live("room");
    Answers answers = new Answers();
    StreamObserver<StreamingPushCommentsRequest> requests = stream(answers);
    requests.onNext(numbered("good", request("room", "a")));
    requests.onNext(numbered("bad", request("room", "b", "b")));
    StatusRuntimeException fault = answers.fault();
    assertThat(answers.ids()).containsExactly("good");
    assertThat(fields(fault)).containsExactly("comments[1].id");
  }

  @Test
  void requestIdBeyondTheLimitIsNamed() {
    live("room");
    Answers answers = new Answers();
    stream(answers).onNext(numbered("x".repeat(257), request("room", "a")));
    assertThat(fields(answers.fault())).containsExactly("request_id");
    assertThat(sink.taken()).isEmpty();
  }

  @Test
  void drainEndsStreamsSoThatCallersGoElsewhere() {
    live("room");
    Answers answers = new Answers();
    StreamObserver<StreamingPushCommentsRequest> requests = stream(answers);
    requests.onNext(numbered("one", request("room", "a")));
    await().until(() -> answers.ids().contains("one"));
    door.drain();
    assertThat(answers.fault().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private int push64(int round) {
    String[] ids = IntStream.range(0, 64).mapToObj(i -> round + "-" + i).toArray(String[]::new);
    return stub.pushComments(request("room", ids)).getAcceptedCount();
  }

  private void live(String chat) {
    PushSource source = new PushSource(chat, chats, 192);
    session =
        Thread.startVirtualThread(
            () -> {
              try {
                source.run(sink);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> chats.find(chat, Duration.ZERO).isPresent());
  }

  private StreamObserver<StreamingPushCommentsRequest> stream(Answers answers) {
    return CommentPushServiceGrpc.newStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .streamingPushComments(answers);
  }

  private StatusRuntimeException refusal(PushCommentsRequest request) {
    StatusRuntimeException fault =
        catchThrowableOfType(StatusRuntimeException.class, () -> stub.pushComments(request));
    assertThat(fault).isNotNull();
    return fault;
  }

  private static PushCommentsRequest request(String chat, String... ids) {
    PushCommentsRequest.Builder request = PushCommentsRequest.newBuilder().setChat(chat);
    for (String id : ids) {
      request.addComments(comment(id));
    }
    return request.build();
  }

  private static Comment.Builder comment(String id) {
    return Comment.newBuilder().setId(id).setText("text of " + id);
  }

  private static StreamingPushCommentsRequest numbered(String id, PushCommentsRequest request) {
    return StreamingPushCommentsRequest.newBuilder().setRequestId(id).setRequest(request).build();
  }

  private static List<String> fields(StatusRuntimeException fault) {
    return detail(fault, BadRequest.class).getFieldViolationsList().stream()
        .map(BadRequest.FieldViolation::getField)
        .toList();
  }

  private static <T extends Message> T detail(StatusRuntimeException fault, Class<T> type) {
    com.google.rpc.Status status = StatusProto.fromThrowable(fault);
    assertThat(status).isNotNull();
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        try {
          return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " in " + status);
  }

  private static final class Answers implements StreamObserver<StreamingPushCommentsResponse> {
    private final ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @Override
    public void onNext(StreamingPushCommentsResponse response) {
      ids.add(response.getRequestId());
    }

    @Override
    public void onError(Throwable fault) {
      end.completeExceptionally(fault);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }

    List<String> ids() {
      return List.copyOf(ids);
    }

    CompletableFuture<Void> end() {
      return end;
    }

    StatusRuntimeException fault() {
      await().until(end::isDone);
      return (StatusRuntimeException) end.exceptionNow();
    }
  }
}
