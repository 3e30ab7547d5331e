package chatwarden.runtime.grpc;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.error.InvalidInputException;
import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * TLS between the parts of a platform: each shows a certificate of one authority, whether it is the
 * server of a connection or its client, and takes no other.
 *
 * @param certificate the certificate of this process and its chain, in PEM
 * @param key its private key, in PEM
 * @param authority the certificates that sign those of the parts, in PEM
 */
public record MutualTls(File certificate, File key, File authority) {

  /** The certificate of this process. */
  public static final ConfigKey<String> CERTIFICATE =
      ConfigKey.text(
          "grpc.tls-certificate",
          "",
          "The file of this process's certificate and its chain, in PEM, for gRPC between the"
              + " parts of a platform; empty for none.");

  /** The private key of the certificate. */
  public static final ConfigKey<String> KEY =
      ConfigKey.text(
          "grpc.tls-key", "", "The file of the private key of grpc.tls-certificate, in PEM.");

  /** The certificates that sign those of the parts. */
  public static final ConfigKey<String> AUTHORITY =
      ConfigKey.text(
          "grpc.tls-authority",
          "",
          "The file of the certificates, in PEM, that sign those of the parts: a server and a"
              + " client of gRPC take no other from each other.");

  /** Lets servers without TLS listen beyond loopback. */
  public static final ConfigKey<Boolean> ALLOW_PLAINTEXT =
      ConfigKey.flag(
          "grpc.allow-plaintext",
          false,
          "Lets gRPC servers listen beyond loopback without TLS, where whoever reaches them may"
              + " call them and read along: only on a network of their own.");

  /** Returns every key of this class. */
  public static List<ConfigKey<?>> keys() {
    return List.of(CERTIFICATE, KEY, AUTHORITY, ALLOW_PLAINTEXT);
  }

  /**
   * Returns the files that are configured; empty where none is.
   *
   * @throws InvalidInputException naming the setting that is missing
   */
  public static Optional<MutualTls> of(Config config) {
    List<ConfigKey<String>> settings = List.of(CERTIFICATE, KEY, AUTHORITY);
    if (settings.stream().allMatch(setting -> config.get(setting).isEmpty())) {
      return Optional.empty();
    }
    for (ConfigKey<String> setting : settings) {
      if (config.get(setting).isEmpty()) {
        throw InvalidInputException.of(
            setting.name(),
            "is missing: TLS between the parts takes a certificate, its key and the authority");
      }
    }
    return Optional.of(
        new MutualTls(
            new File(config.get(CERTIFICATE)),
            new File(config.get(KEY)),
            new File(config.get(AUTHORITY))));
  }

  ServerCredentials server() {
    try {
      return TlsServerCredentials.newBuilder()
          .keyManager(certificate, key)
          .trustManager(authority)
          .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
          .build();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  ChannelCredentials client() {
    try {
      return TlsChannelCredentials.newBuilder()
          .keyManager(certificate, key)
          .trustManager(authority)
          .build();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static ChatwardenException unusable(Throwable fault) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "TLS_UNUSABLE",
        "%s, %s and %s: %s (expected: files in PEM)"
            .formatted(CERTIFICATE, KEY, AUTHORITY, FaultWords.of(fault)),
        fault);
  }
}
