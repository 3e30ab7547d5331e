package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.watch.WatchKeys;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.runtime.config.Config;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Starts a bridge with small limits, and opens a channel to it. */
@Timeout(60)
abstract class GrpcFixture {

  static ModelServers models;
  static TestBridge bridge;
  static ManagedChannel channel;

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

  static WatchCommentsRequest watch(String chat, String token) {
    return WatchCommentsRequest.newBuilder().setChat(chat).setResumeToken(token).build();
  }

  static void assertStatus(Runnable call, Status.Code code, String reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(reason(e)).isEqualTo(reason);
              assertThat(e.getStatus().getDescription()).doesNotContain("127.0.0.1");
            });
  }

  static String reason(StatusRuntimeException fault) {
    try {
      return StatusProto.fromThrowable(fault).getDetails(0).unpack(ErrorInfo.class).getReason();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
