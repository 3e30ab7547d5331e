package chatwarden.it.fuzz;

import chatwarden.classifier.v1.ClassifierServiceProto;
import chatwarden.comment.v1.CommentServiceProto;
import chatwarden.livechat.v1.CommentPushServiceProto;
import chatwarden.livechat.v1.LiveChatServiceProto;
import chatwarden.platform.v1.PlatformServiceProto;
import chatwarden.review.v1.AuditServiceProto;
import chatwarden.review.v1.ReviewServiceProto;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.settings.v1.ChatSettingsServiceProto;
import chatwarden.statistics.v1.StatisticsServiceProto;
import chatwarden.tagger.v1.TaggerServiceProto;
import chatwarden.testing.grpc.RawMessage;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.health.v1.HealthProto;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Random bytes and well-formed messages with anything in them, to any method, by gRPC. */
final class GrpcFuzzer implements AutoCloseable {
  private static final int CHANNELS = 16;

  static final List<MethodDescriptor> METHODS =
      Stream.of(
              ClassifierServiceProto.getDescriptor(),
              TaggerServiceProto.getDescriptor(),
              CommentServiceProto.getDescriptor(),
              LiveChatServiceProto.getDescriptor(),
              CommentPushServiceProto.getDescriptor(),
              ReviewServiceProto.getDescriptor(),
              AuditServiceProto.getDescriptor(),
              ChatSettingsServiceProto.getDescriptor(),
              StatisticsServiceProto.getDescriptor(),
              PlatformServiceProto.getDescriptor(),
              HealthProto.getDescriptor())
          .map(FileDescriptor::getServices)
          .flatMap(List::stream)
          .flatMap(service -> service.getMethods().stream())
          .toList();

  private final List<ManagedChannel> channels;

  /** Calls over several connections: of one, the server takes only so many resets a minute. */
  GrpcFuzzer(int port) {
    channels =
        Stream.generate(() -> GrpcChannels.open("127.0.0.1:" + port)).limit(CHANNELS).toList();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  static String path(MethodDescriptor method) {
    return method.getService().getFullName() + "/" + method.getName();
  }

  /** How many milliseconds a call gets; streams of events go on for as long as that. */
  static int patience(MethodDescriptor method) {
    return method.isServerStreaming() && !method.isClientStreaming() ? 100 : 5_000;
  }

  static byte[] payload(MethodDescriptor method, Dice dice) {
    return dice.oneIn(3)
        ? dice.bytes(200)
        : FuzzedMessages.of(method.getInputType(), dice).toByteArray();
  }

  /** One call; returns the problem with its end, or nothing. */
  String call(Dice dice) throws Exception {
    MethodDescriptor method = dice.of(METHODS);
    io.grpc.MethodDescriptor<byte[], byte[]> raw =
        io.grpc.MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(dice.oneIn(50) ? dice.of(List.of("a/b", "a.B/C")) : path(method))
            .setRequestMarshaller(new RawMessage())
            .setResponseMarshaller(new RawMessage())
            .build();
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        dice.of(channels)
            .newCall(
                raw,
                CallOptions.DEFAULT.withDeadlineAfter(patience(method), TimeUnit.MILLISECONDS));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(1_000);
    for (int i = dice.oneIn(8) ? dice.below(4) : 1; i > 0; i--) {
      call.sendMessage(payload(method, dice));
    }
    if (dice.oneIn(40)) {
      call.cancel("the fuzzer left", null);
    } else {
      call.halfClose();
    }
    Status status = end.get(20, TimeUnit.SECONDS);
    return switch (status.getCode()) {
      case INTERNAL, UNKNOWN, DATA_LOSS, UNAVAILABLE -> path(method) + ": " + status;
      case DEADLINE_EXCEEDED ->
          method.isServerStreaming() ? "" : path(method) + " hangs: " + status;
      default -> "";
    };
  }
}
