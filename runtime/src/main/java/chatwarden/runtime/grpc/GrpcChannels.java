package chatwarden.runtime.grpc;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Channels to gRPC servers. */
public final class GrpcChannels {

  private static final String IN_PROCESS = "inprocess:";
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):([0-9]{1,5})");

  /** What a client takes: the answer to a full call, with room to spare. */
  private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  /**
   * How much a stream or a connection may send ahead of its reader. Where it is fixed, neither side
   * asks with a ping for every message how far it could be raised, which wakes both once more.
   */
  static final int WINDOW_BYTES = 1024 * 1024;

  private GrpcChannels() {}

  /**
   * A channel to {@code target}, which connects when it is first used and again whenever it has to.
   * Whoever opens it shuts it down.
   *
   * @param target {@code host:port} (calls go round all addresses of the host), a gRPC target such
   *     as {@code dns:///host:port}, or {@code inprocess:name}
   * @throws InvalidInputException if it is none of these
   */
  public static ManagedChannel open(String target) {
    return open(target, InsecureChannelCredentials.create());
  }

  /**
   * A channel to {@code target} by TLS where that is configured, else as {@link #open(String)}
   * opens it.
   *
   * @throws InvalidInputException if the target is invalid, or a setting of TLS is missing
   */
  public static ManagedChannel open(String target, Config config) {
    return open(
        target,
        MutualTls.of(config).map(MutualTls::client).orElseGet(InsecureChannelCredentials::create));
  }

  private static ManagedChannel open(String target, ChannelCredentials credentials) {
    if (target.startsWith(IN_PROCESS) && target.length() > IN_PROCESS.length()) {
      return InProcessChannelBuilder.forName(target.substring(IN_PROCESS.length()))
          .directExecutor()
          .build();
    }
    return NettyChannelBuilder.forTarget(asUri(target), credentials)
        .defaultLoadBalancingPolicy("round_robin")
        .keepAliveTime(30, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .flowControlWindow(WINDOW_BYTES)
        .build();
  }

  private static String asUri(String target) {
    if (target.contains(":///")) {
      return target;
    }
    var matcher = HOST_AND_PORT.matcher(target);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      throw InvalidInputException.of(
          "target", target + " (expected: host:port, scheme:///address or inprocess:name)");
    }
    return "dns:///" + target;
  }
}
