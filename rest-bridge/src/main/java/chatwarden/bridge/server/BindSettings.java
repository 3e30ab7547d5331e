package chatwarden.bridge.server;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.lifecycle.BindAddress;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.util.InetAddressPredicates;
import com.linecorp.armeria.server.ClientAddressSource;
import com.linecorp.armeria.server.ProxiedAddresses;
import com.linecorp.armeria.server.ServerBuilder;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where the bridge listens and what protects it there: with TLS where a certificate is given, and
 * beyond loopback only with authentication, unless the settings say that anyone may come.
 */
record BindSettings(String host, int port, String certificate, String key, List<String> proxies) {

  /**
   * As the settings say.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when the bridge would listen beyond loopback
   *     without authentication
   * @throws InvalidInputException naming a setting that is wrong
   */
  static BindSettings of(Config config) {
    String host = config.get(BridgeKeys.ADDRESS);
    boolean guarded = config.get(AccessKeys.ENABLED) || config.get(AccessKeys.ALLOW_ANYONE);
    if (!guarded && !BindAddress.isLoopback(BridgeKeys.ADDRESS, host)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "ACCESS_OPEN",
          "the bridge will not listen on "
              + host
              + " without authentication: set access.enabled=true and create a key with `chatwarden"
              + " keys create`, or, where a proxy authenticates callers, access.allow-anyone=true");
    }
    String certificate = config.get(BridgeKeys.TLS_CERTIFICATE);
    String key = config.get(BridgeKeys.TLS_KEY);
    if (certificate.isEmpty() != key.isEmpty()) {
      throw InvalidInputException.of(
          certificate.isEmpty() ? BridgeKeys.TLS_CERTIFICATE.name() : BridgeKeys.TLS_KEY.name(),
          "is missing: TLS takes a certificate and its key");
    }
    return new BindSettings(
        host,
        config.get(BridgeKeys.PORT),
        certificate,
        key,
        config.get(AccessKeys.TRUSTED_PROXIES));
  }

  boolean isSecure() {
    return !certificate.isEmpty();
  }

  /**
   * Whether this process needs a second port, on loopback and without TLS: where the first has TLS
   * or is on another address.
   */
  boolean hasLocalPort() {
    InetAddress address = BindAddress.resolve(BridgeKeys.ADDRESS, host);
    boolean reached =
        address.isAnyLocalAddress() || address.equals(InetAddress.getLoopbackAddress());
    return isSecure() || !reached;
  }

  /** Whether a port on this address is the first one. */
  boolean isAt(InetAddress address) {
    InetAddress own = BindAddress.resolve(BridgeKeys.ADDRESS, host);
    return own.isAnyLocalAddress() ? address.isAnyLocalAddress() : address.equals(own);
  }

  /** Opens the port, and the second one if there is one. */
  void open(ServerBuilder builder) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (isSecure()) {
      builder.https(address).tls(pair());
    } else {
      builder.http(address);
    }
    if (hasLocalPort()) {
      builder.http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
    if (!proxies.isEmpty()) {
      Predicate<InetAddress> trusted = trusted();
      builder
          .clientAddressSources(List.of(ClientAddressSource.ofHeader("x-forwarded-for")))
          .clientAddressTrustedProxyFilter(trusted)
          .clientAddressMapper(addresses -> client(addresses, trusted));
    }
  }

  /** Returns the last address that is not a trusted proxy's: earlier ones may be forged. */
  private static InetSocketAddress client(
      ProxiedAddresses addresses, Predicate<InetAddress> trusted) {
    for (InetSocketAddress hop : addresses.destinationAddresses().reversed()) {
      if (!trusted.test(hop.getAddress())) {
        return hop;
      }
    }
    return addresses.sourceAddress();
  }

  private TlsKeyPair pair() {
    try {
      return TlsKeyPair.of(new File(key), new File(certificate));
    } catch (RuntimeException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "TLS_UNUSABLE",
          "bridge.tls-certificate and bridge.tls-key are no certificate and key in PEM: "
              + FaultWords.of(e),
          e);
    }
  }

  private Predicate<InetAddress> trusted() {
    Predicate<InetAddress> any = address -> false;
    for (String proxy : proxies) {
      try {
        any =
            any.or(
                proxy.contains("/")
                    ? InetAddressPredicates.ofCidr(proxy)
                    : InetAddressPredicates.ofExact(proxy));
      } catch (IllegalArgumentException e) {
        throw InvalidInputException.of(
            AccessKeys.TRUSTED_PROXIES.name(), proxy + " is neither an address nor a CIDR block");
      }
    }
    return any;
  }
}
