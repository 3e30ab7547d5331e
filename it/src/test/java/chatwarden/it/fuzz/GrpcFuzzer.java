package chatwarden.it.fuzz;

import chatwarden.classifier.v1.ClassifierServiceProto;
import chatwarden.comment.v1.CommentServiceProto;
import chatwarden.livechat.v1.CommentPushServiceProto;
import chatwarden.livechat.v1.LiveChatServiceProto;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Random bytes and well-formed messages with anything in them, to any method, by gRPC. */
final class GrpcFuzzer {
  static final List<MethodDescriptor> METHODS =
      Stream.of(
              ClassifierServiceProto.getDescriptor(),
              TaggerServiceProto.getDescriptor(),
              CommentServiceProto.getDescriptor(),
              LiveChatServiceProto.getDescriptor(),
              CommentPushServiceProto.getDescriptor())
          .map(FileDescriptor::getServices)
          .flatMap(List::stream)
          .flatMap(service -> service.getMethods().stream())
          .toList();

  private final ManagedChannel channel;

  GrpcFuzzer(ManagedChannel channel) {
    this.channel = channel;
  }

  static String path(MethodDescriptor method) {
    return method.getService().getFullName() + "/" + method.getName();
  }

  static byte[] payload(MethodDescriptor method, Dice dice) {
    return dice.oneIn(3)
        ? dice.bytes(200)
        : RandomMessages.of(method.getInputType(), dice).toByteArray();
  }

  /** One call; answers what is wrong with how it ended, or nothing. */
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
        channel.newCall(raw, CallOptions.DEFAULT.withDeadlineAfter(3, TimeUnit.SECONDS));
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
    if (dice.oneIn(20)) {
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
