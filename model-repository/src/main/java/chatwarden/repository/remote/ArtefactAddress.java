package chatwarden.repository.remote;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * The address of an artefact for one request. Its query and its headers are credentials: neither is
 * part of its text, so that it can be logged.
 *
 * @param uri where a GET answers with the artefact
 * @param headers the headers to send, by lower-case name; they go to the host of {@code uri} alone
 */
public record ArtefactAddress(URI uri, Map<String, String> headers) {

  /** Checks and copies. */
  public ArtefactAddress {
    if (uri.getScheme() == null
        || !uri.getScheme().matches("(?i)https?")
        || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "uri: " + redacted(uri) + " (expected: http or https with a host)");
    }
    headers = Map.copyOf(new TreeMap<>(headers));
  }

  /** Returns an address without headers. */
  public static ArtefactAddress of(URI uri) {
    return new ArtefactAddress(uri, Map.of());
  }

  /** Returns the text of {@code uri} without its user, query and fragment. */
  public static String redacted(URI uri) {
    String host = uri.getHost() == null ? "" : uri.getHost();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + host + port + path;
  }

  @Override
  public String toString() {
    return redacted(uri);
  }
}
