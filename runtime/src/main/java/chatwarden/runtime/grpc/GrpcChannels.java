package chatwarden.runtime.grpc;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.tracing.Tracing;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    return open(target, InsecureChannelCredentials.create(), Tracing.off());
  }

  /**
   * A channel to {@code target} by TLS where that is configured, else as {@link #open(String)}
   * opens it.
   *
   * @throws InvalidInputException if the target is invalid, or a setting of TLS is missing
   */
  public static ManagedChannel open(String target, Config config) {
    return open(target, config, Tracing.off());
  }

  /**
   * Opens the same channel, whose calls carry the trace that they are part of.
   *
   * @throws InvalidInputException if the target is invalid, or a setting of TLS is missing
   */
  public static ManagedChannel open(String target, Config config, Tracing tracing) {
    ChannelCredentials credentials =
        MutualTls.of(config).map(MutualTls::client).orElseGet(InsecureChannelCredentials::create);
    return open(target, credentials, tracing);
  }

  /**
   * Opens a channel to each server of {@code target}, by its address: to call all of them, not one
   * after the other. Blocks for the look-up of the host; a target of another scheme, or whose host
   * is not known, has one channel.
   *
   * @param open channels of an earlier look-up, by their addresses; those that are still there are
   *     kept, the others are shut down
   * @throws InvalidInputException if the target is invalid, or a setting of TLS is missing
   */
  public static Map<String, ManagedChannel> openEach(
      String target, Config config, Map<String, ManagedChannel> open) {
    Map<String, ManagedChannel> channels = new LinkedHashMap<>();
    var matcher = HOST_AND_PORT.matcher(target.replaceFirst("^dns:///", ""));
    List<String> addresses = matcher.matches() ? addresses(matcher.group(1)) : List.of();
    for (String address : addresses) {
      String one = address + ":" + matcher.group(2);
      ManagedChannel known = open.get(one);
      channels.put(one, known == null ? open(one, config, matcher.group(1)) : known);
    }
    if (channels.isEmpty()) {
      ManagedChannel known = open.get(target);
      channels.put(target, known == null ? open(target, config) : known);
    }
    open.forEach(
        (address, channel) -> {
          if (!channels.containsKey(address)) {
            channel.shutdown();
          }
        });
    return channels;
  }

  private static List<String> addresses(String host) {
    try {
      List<String> addresses = new ArrayList<>();
      for (InetAddress address : InetAddress.getAllByName(host)) {
        String text = address.getHostAddress();
        addresses.add(text.contains(":") ? "[" + text + "]" : text);
      }
      return addresses;
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  /** A certificate is for the name of the host, not for its address. */
  private static ManagedChannel open(String address, Config config, String host) {
    ChannelCredentials credentials =
        MutualTls.of(config).map(MutualTls::client).orElseGet(InsecureChannelCredentials::create);
    return builder(address, credentials).overrideAuthority(host).build();
  }

  private static ManagedChannel open(
      String target, ChannelCredentials credentials, Tracing tracing) {
    ManagedChannelBuilder<?> builder =
        target.startsWith(IN_PROCESS) && target.length() > IN_PROCESS.length()
            ? InProcessChannelBuilder.forName(target.substring(IN_PROCESS.length()))
                .directExecutor()
            : builder(target, credentials);
    if (tracing.isOn()) {
      builder.intercept(new TracingClientInterceptor(tracing));
    }
    return builder.build();
  }

  private static NettyChannelBuilder builder(String target, ChannelCredentials credentials) {
    return NettyChannelBuilder.forTarget(asUri(target), credentials)
        .defaultLoadBalancingPolicy("round_robin")
        .keepAliveTime(30, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .flowControlWindow(WINDOW_BYTES);
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
