package chatwarden.domain.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The address of a web page, as people copy it.
 *
 * @param host in lower case; empty when it is not a web page
 * @param path as written; empty when there is none
 * @param query as written; empty when there is none
 */
record PageAddress(String host, String path, String query) {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Reads an address; without a scheme it is taken for one of https. */
  static PageAddress parse(String given) {
    URI uri;
    try {
      uri = new URI(given.contains("://") ? given : "https://" + given);
    } catch (URISyntaxException e) {
      throw SourceAddress.refused("is not an address");
    }
    boolean web = SCHEMES.contains(orEmpty(uri.getScheme()).toLowerCase(Locale.ROOT));
    return new PageAddress(
        web ? orEmpty(uri.getHost()).toLowerCase(Locale.ROOT) : "",
        orEmpty(uri.getRawPath()),
        orEmpty(uri.getRawQuery()));
  }

  /** Whether the host is the site, or below it. */
  boolean isOf(String site) {
    return host.equals(site) || host.endsWith("." + site);
  }

  private static String orEmpty(@Nullable String part) {
    return part == null ? "" : part;
  }
}
