package chatwarden.runtime.grpc;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.BindAddress;
import java.util.List;
import java.util.Optional;

/**
 * The address and the port of a gRPC server.
 *
 * @param name the server's short name, with which its settings begin
 * @param server the server's name, as metrics and messages have it
 * @param address the address on which it listens
 * @param port the port on which it listens; 0 takes a free one
 */
public record ListenSettings(
    String name, String server, ConfigKey<String> address, ConfigKey<Integer> port) {

  private static final int LARGEST_PORT = 65_535;

  /**
   * Returns the settings {@code <prefix>.address}, on loopback unless set, and {@code
   * <prefix>.port}.
   */
  public static ListenSettings of(String prefix, String server, int port) {
    return new ListenSettings(
        prefix,
        server,
        ConfigKey.text(
            prefix + ".address", "127.0.0.1", "The address on which the " + server + " listens."),
        ConfigKey.integer(
            prefix + ".port",
            port,
            0,
            LARGEST_PORT,
            "The port on which the " + server + " listens; 0 takes a free one."));
  }

  /** Returns both settings. */
  public List<ConfigKey<?>> keys() {
    return List.of(address, port);
  }

  /**
   * Returns an endpoint on the configured address, without services yet; with TLS where that is
   * configured.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when it would listen beyond loopback without
   *     TLS
   */
  public GrpcEndpoint.Builder endpoint(Config config) {
    String host = config.get(address);
    Optional<MutualTls> tls = MutualTls.of(config);
    boolean guarded = tls.isPresent() || config.get(MutualTls.ALLOW_PLAINTEXT);
    if (!guarded && !BindAddress.isLoopback(address, host)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "ACCESS_OPEN",
          "the %s will not listen on %s without TLS: set %s, %s and %s, or, on a network of its own, %s=true"
              .formatted(
                  server,
                  host,
                  MutualTls.CERTIFICATE,
                  MutualTls.KEY,
                  MutualTls.AUTHORITY,
                  MutualTls.ALLOW_PLAINTEXT));
    }
    GrpcEndpoint.Builder endpoint =
        GrpcEndpoint.builder(server)
            .address(host, config.get(port))
            .portRemedy("use --port, or set " + port + " to another")
            .limits(GrpcLimits.of(config));
    tls.ifPresent(endpoint::tls);
    return endpoint;
  }

  /** Returns an endpoint that only this process reaches, as {@code inprocess:<name>}. */
  public GrpcEndpoint.Builder inProcess(String name, Config config) {
    return GrpcEndpoint.builder(server).inProcess(name).limits(GrpcLimits.of(config));
  }
}
