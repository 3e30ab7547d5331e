package chatwarden.runtime.grpc;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a gRPC endpoint lets its clients do.
 *
 * @param maxMessageBytes the largest message taken, in bytes; beyond it RESOURCE_EXHAUSTED
 * @param maxCallsPerConnection calls under way on one connection; further ones wait in the client
 * @param keepAliveTime how long a connection may be silent before it is probed
 * @param minKeepAliveTime how often a client may probe; one that does more often is cut off
 */
public record GrpcLimits(
    int maxMessageBytes,
    int maxCallsPerConnection,
    Duration keepAliveTime,
    Duration minKeepAliveTime) {

  /** The largest message taken. A full call of 64 texts of 10,000 code points needs 2.6 MB. */
  public static final ConfigKey<Integer> MAX_MESSAGE_BYTES =
      ConfigKey.integer(
          "grpc.max-message-bytes",
          4 * 1024 * 1024,
          1024,
          64 * 1024 * 1024,
          "The largest gRPC message that a server takes, in bytes.");

  /** Calls under way on one connection. */
  public static final ConfigKey<Integer> MAX_CALLS_PER_CONNECTION =
      ConfigKey.integer(
          "grpc.max-calls-per-connection",
          1_000,
          1,
          1_000_000,
          "How many gRPC calls one connection may have under way; further ones wait in the"
              + " client.");

  /** When a silent connection is probed. */
  public static final ConfigKey<Duration> KEEP_ALIVE_TIME =
      ConfigKey.duration(
          "grpc.keepalive-time",
          Duration.ofSeconds(60),
          "How long a gRPC connection may be silent before the server probes it.");

  /** How often clients may probe. */
  public static final ConfigKey<Duration> MIN_KEEP_ALIVE_TIME =
      ConfigKey.duration(
          "grpc.min-keepalive-time",
          Duration.ofSeconds(10),
          "The shortest time between two probes of a gRPC client; one that probes faster is cut"
              + " off.");

  /** Returns every key of this package. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>(MutualTls.keys());
    keys.addAll(
        List.of(MAX_MESSAGE_BYTES, MAX_CALLS_PER_CONNECTION, KEEP_ALIVE_TIME, MIN_KEEP_ALIVE_TIME));
    return keys;
  }

  /** The limits that are configured. */
  public static GrpcLimits of(Config config) {
    return new GrpcLimits(
        config.get(MAX_MESSAGE_BYTES),
        config.get(MAX_CALLS_PER_CONNECTION),
        config.get(KEEP_ALIVE_TIME),
        config.get(MIN_KEEP_ALIVE_TIME));
  }
}
