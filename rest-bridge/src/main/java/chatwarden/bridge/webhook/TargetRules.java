package chatwarden.bridge.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says which addresses webhooks may post to: those of the public Internet, by https, unless all are
 * allowed. Addresses are checked when a webhook is made and again at each connection, since a name
 * may lead elsewhere by then.
 */
final class TargetRules {

  private static final int MAX_LENGTH = 2_048;

  /** Looks a name up. */
  interface Lookup {
    List<InetAddress> addresses(String host) throws UnknownHostException;
  }

  private final boolean allowsAll;
  private final Lookup lookup;

  TargetRules(boolean allowsAll, Lookup lookup) {
    this.allowsAll = allowsAll;
    this.lookup = lookup;
  }

  /** Rules that look names up as the machine does. */
  static TargetRules of(boolean allowsAll) {
    return new TargetRules(allowsAll, host -> List.of(InetAddress.getAllByName(host)));
  }

  /** Returns the problem of an address in words for people; empty where it may be posted to. */
  Optional<String> problem(String address) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      return Optional.of("not an address (expected: https://host/path)");
    }
    String form = formProblem(uri, address);
    if (form != null) {
      return Optional.of(form);
    }
    try {
      return allowed(host(uri)).isEmpty() ? Optional.of("leads to no address") : Optional.empty();
    } catch (ForbiddenTargetException e) {
      return Optional.of(ForbiddenTargetException.PROBLEM);
    } catch (UnknownHostException e) {
      return Optional.empty(); // It may be known later, and is checked then.
    }
  }

  private @Nullable String formProblem(URI uri, String address) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (address.length() > MAX_LENGTH) {
      return "%d characters (expected: at most %d)".formatted(address.length(), MAX_LENGTH);
    }
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
      return "not an address of a host (expected: https://host/path, without user and fragment)";
    }
    if (scheme.equals("https") || allowsAll && scheme.equals("http")) {
      return null;
    }
    return scheme.equals("http")
        ? "http (expected: https; http only with webhooks.allow-private-targets)"
        : "not an address of https (expected: https://host/path)";
  }

  /** Returns the host of an address, without the brackets of IPv6. */
  static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * Returns the addresses of a host.
   *
   * @throws ForbiddenTargetException if one of them may not be posted to
   */
  List<InetAddress> allowed(String host) throws UnknownHostException {
    List<InetAddress> addresses = lookup.addresses(host);
    if (!allowsAll && addresses.stream().anyMatch(address -> !isPublic(address))) {
      throw new ForbiddenTargetException();
    }
    return addresses;
  }

  /** Returns whether an address is one of the public Internet. */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address ? isPublicV6(bytes) : isPublicV4(bytes);
  }

  /** The special-purpose networks of RFC 6890 that Java does not name. */
  private static boolean isPublicV4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    boolean special =
        first == 0
            || first == 100 && second >= 64 && second < 128
            || first == 192 && second == 0 && (third == 0 || third == 2)
            || first == 198 && (second == 18 || second == 19 || second == 51 && third == 100)
            || first == 203 && second == 0 && third == 113
            || first >= 240;
    return !special;
  }

  /** Global unicast alone, without the networks that translate to or tunnel over IPv4. */
  private static boolean isPublicV6(byte[] bytes) {
    boolean isGlobal = (bytes[0] & 0xe0) == 0x20;
    return isGlobal
        && !startsWith(bytes, 0x20, 0x02)
        && !startsWith(bytes, 0x20, 0x01, 0x00, 0x00)
        && !startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8);
  }

  private static boolean startsWith(byte[] bytes, int... beginning) {
    byte[] wanted = new byte[beginning.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = (byte) beginning[i];
    }
    return Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
  }
}
