package chatwarden.bridge.server;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.bridge.admission.CallQueue;
import chatwarden.bridge.compat.CompatKeys;
import chatwarden.bridge.drift.MonitorKeys;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.watch.WatchKeys;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.grpc.AdmissionBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The settings of the bridge. */
public final class BridgeKeys {

  /** Where it listens. */
  public static final ConfigKey<String> ADDRESS =
      ConfigKey.text("bridge.address", "127.0.0.1", "The address on which the bridge listens.");

  /** The one port of gRPC, gRPC-Web, REST, events and the page. */
  public static final ConfigKey<Integer> PORT =
      ConfigKey.integer(
          "bridge.port", 8080, 0, 65_535, "The port of the bridge; 0 takes a free one.");

  /** Where pages come from that may call. */
  public static final ConfigKey<List<String>> CORS_ORIGINS =
      ConfigKey.list(
          "bridge.cors-origins",
          List.of(),
          "The origins whose pages may call the bridge, such as https://example.org; * for all.");

  /** The names under which the bridge is called. */
  public static final ConfigKey<List<String>> ALLOWED_HOSTS =
      ConfigKey.list(
          "bridge.allowed-hosts",
          List.of(),
          "The host names, without ports, to which the bridge answers beside its address and"
              + " loopback; * for all. Empty permits no further one on loopback and with"
              + " access.allow-anyone, and all where callers need keys or tokens.");

  /** The certificate for TLS. */
  public static final ConfigKey<String> TLS_CERTIFICATE =
      ConfigKey.text(
          "bridge.tls-certificate",
          "",
          "The file with the certificate chain of the bridge in PEM; empty serves without TLS.");

  /** The key of the certificate. */
  public static final ConfigKey<String> TLS_KEY =
      ConfigKey.text(
          "bridge.tls-key", "", "The file with the private key of that certificate in PEM.");

  /** The largest request. */
  public static final ConfigKey<Integer> MAX_REQUEST_BYTES =
      ConfigKey.integer(
          "bridge.max-request-bytes",
          8 * 1024 * 1024,
          1024,
          256 * 1024 * 1024,
          "The largest request that the bridge takes, in bytes; 64 full texts as JSON need 7.7"
              + " MB.");

  /** The bytes of all request bodies under way. */
  public static final ConfigKey<Integer> REQUEST_MEMORY_BYTES =
      ConfigKey.integer(
          "bridge.request-memory-bytes",
          0,
          0,
          Integer.MAX_VALUE,
          "How many bytes the bodies of all requests under way may have together, at least those of"
              + " the largest request; further ones are refused. 0 is a 32nd of the heap.");

  /** How long a call may take. */
  public static final ConfigKey<Duration> REQUEST_TIMEOUT =
      ConfigKey.duration(
          "bridge.request-timeout",
          Duration.ofSeconds(15),
          "How long a call over HTTP may take; gRPC calls bring their own deadline.");

  /** How much one connection may ask at a time. */
  public static final ConfigKey<Integer> MAX_STREAMS_PER_CONNECTION =
      ConfigKey.integer(
          "bridge.max-streams-per-connection",
          1_000,
          1,
          1_000_000,
          "How many calls one HTTP/2 connection may have under way; further ones wait in the"
              + " client.");

  /** How many calls wait for the store. */
  public static final ConfigKey<Integer> MAX_STORE_CALLS =
      ConfigKey.integer(
          "bridge.max-store-calls",
          256,
          1,
          100_000,
          "How many calls may wait for the store at a time; more are refused.");

  /** Where pushed comments go. */
  public static final ConfigKey<String> INGEST_TARGET =
      ConfigKey.text(
          "ingest.target", "127.0.0.1:9103", "Where chat-ingest takes pushed comments: host:port.");

  private BridgeKeys() {}

  /**
   * All of them, and those of watching, access, compatibility and the model servers, for the loader
   * of the configuration.
   */
  public static List<ConfigKey<?>> all() {
    List<ConfigKey<?>> all = new ArrayList<>(WatchKeys.all());
    all.addAll(AccessKeys.all());
    all.addAll(CompatKeys.all());
    all.addAll(ModelPeer.keys());
    all.addAll(MonitorKeys.all());
    all.addAll(
        List.of(
            ADDRESS,
            PORT,
            CORS_ORIGINS,
            ALLOWED_HOSTS,
            TLS_CERTIFICATE,
            TLS_KEY,
            MAX_REQUEST_BYTES,
            REQUEST_MEMORY_BYTES,
            REQUEST_TIMEOUT,
            MAX_STREAMS_PER_CONNECTION,
            MAX_STORE_CALLS,
            AdmissionBudget.BUDGET,
            CallQueue.CONCURRENCY,
            INGEST_TARGET));
    return List.copyOf(all);
  }
}
