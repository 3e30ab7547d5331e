package chatwarden.bridge.server;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.BindAddress;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests for a host that is not the bridge's. A page whose name was led to this machine
 * (DNS rebinding) is of the same origin as its requests, so that browsers let it read the answers;
 * they say its name in {@code Host}, though.
 *
 * <p>The bridge answers to the address that it listens on, to loopback, and to the names in {@code
 * bridge.allowed-hosts}; on every address of the machine, to any address. Ports are not compared.
 */
final class HostCheck extends SimpleDecoratingHttpService {

  private static final String ANY = "*";
  private static final int LONGEST_NAME = 253;

  private final InetAddress bound;
  private final Set<String> names;

  private HostCheck(HttpService delegate, InetAddress bound, Set<String> names) {
    super(delegate);
    this.bound = bound;
    this.names = names;
  }

  /**
   * Returns {@code delegate} with the check. Beyond loopback, where callers need keys or tokens, a
   * page has none for a name of its own: only there an empty setting permits every host.
   */
  static HttpService around(HttpService delegate, Config config) {
    List<String> allowed = config.get(BridgeKeys.ALLOWED_HOSTS);
    String address = config.get(BridgeKeys.ADDRESS);
    InetAddress bound = BindAddress.resolve(BridgeKeys.ADDRESS, address);
    boolean guarded = config.get(AccessKeys.ENABLED) && !bound.isLoopbackAddress();
    if (allowed.contains(ANY) || (allowed.isEmpty() && guarded)) {
      return delegate;
    }
    Set<String> names = allowed.stream().map(HostCheck::lowerCase).collect(Collectors.toSet());
    names.add(lowerCase(address));
    names.add("localhost");
    return new HostCheck(delegate, bound, Set.copyOf(names));
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    String host = host(req.authority());
    if (!names.contains(host) && !isOwnAddress(host)) {
      return HttpErrorHandler.refusal(ctx, req, refusal(host));
    }
    return ((HttpService) unwrap()).serve(ctx, req);
  }

  private static ChatwardenException refusal(String host) {
    String shown = host.substring(0, Math.min(host.length(), LONGEST_NAME));
    return FaultCode.PERMISSION_DENIED.exception(
        "HOST_NOT_ALLOWED",
        "the bridge does not answer to the host \""
            + shown
            + "\": call it by its address, or add the host to bridge.allowed-hosts");
  }

  private boolean isOwnAddress(String host) {
    InetAddress address = literal(host);
    return address != null
        && (bound.isAnyLocalAddress() || address.isLoopbackAddress() || address.equals(bound));
  }

  /** Returns the address that a host is written as, without asking for names; null for a name. */
  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns the host in {@code host:port} without its brackets; empty where there is none. */
  private static String host(@Nullable String authority) {
    if (authority == null) {
      return "";
    }
    if (authority.startsWith("[")) {
      return lowerCase(authority.substring(1, Math.max(1, authority.indexOf(']'))));
    }
    int colon = authority.indexOf(':');
    return lowerCase(colon < 0 ? authority : authority.substring(0, colon));
  }

  private static String lowerCase(String host) {
    return host.toLowerCase(Locale.ROOT);
  }
}
