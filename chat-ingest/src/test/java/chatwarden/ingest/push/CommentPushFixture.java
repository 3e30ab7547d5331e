package chatwarden.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.ManualClock;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.CommentPushServiceGrpc.CommentPushServiceBlockingStub;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.type.v1.Comment;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens the door for pushed comments on a port, and runs the session that takes them. */
abstract class CommentPushFixture {

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final PushChats chats = new PushChats(registry);
  final CommentPushGrpcService door =
      new CommentPushGrpcService(chats, InstantSource.fixed(ManualClock.START));
  final RecordingSink sink = new RecordingSink();
  private final GrpcEndpoint endpoint =
      GrpcEndpoint.builder("push").address("127.0.0.1", 0).service(door).build();
  ManagedChannel channel;
  CommentPushServiceBlockingStub stub;
  @Nullable Thread session;

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

  void live(String chat) {
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

  static PushCommentsRequest request(String chat, String... ids) {
    PushCommentsRequest.Builder request = PushCommentsRequest.newBuilder().setChat(chat);
    for (String id : ids) {
      request.addComments(comment(id));
    }
    return request.build();
  }

  static Comment.Builder comment(String id) {
    return Comment.newBuilder().setId(id).setText("text of " + id);
  }

  static List<String> fields(StatusRuntimeException fault) {
    return detail(fault, BadRequest.class).getFieldViolationsList().stream()
        .map(BadRequest.FieldViolation::getField)
        .toList();
  }

  static <T extends Message> T detail(StatusRuntimeException fault, Class<T> type) {
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
}
