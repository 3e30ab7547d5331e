package chatwarden.repository.source;

import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.repository.remote.ArtefactLocation;
import chatwarden.repository.remote.ModelRemote;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Addresses of versions: {@code https://…/model.yaml}, whose query, where it has one, is that of
 * all files (a signature for a container or a folder), and {@code https://…/links.yaml}, which has
 * an address for each file.
 */
final class HttpsRemote {

  private HttpsRemote() {}

  /** Opens addresses that begin with {@code https://} or {@code http://}. */
  static Optional<ModelRemote> open(String place, SourceContext context) {
    if (!place.matches("(?is)https?://.*")) {
      return Optional.empty();
    }
    URI uri = uri(place);
    String path = uri.getHost() == null ? "" : uri.getPath().substring(1);
    if (path.endsWith(LinksRemote.SUFFIX)) {
      return Optional.of(new LinksRemote(uri, context.client()));
    }
    if (!StoredRemote.isManifest(path)) {
      throw ConfiguredSources.refused(
          ArtefactAddress.redacted(uri)
              + " (expected: https://<host>/…/model.yaml or …/links.yaml)");
    }
    return Optional.of(
        new StoredRemote(
            ArtefactAddress.redacted(uri), path, key -> at(uri, key), context.client()));
  }

  private static URI uri(String place) {
    try {
      URI uri = new URI(place);
      return uri.getRawPath() == null || uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
    } catch (URISyntaxException e) {
      String shown = place.replaceAll("[?#@].*", "…");
      throw ConfiguredSources.refused(shown + " (expected: a URL with special characters as %XX)");
    }
  }

  /** Returns the location of a path on the host of {@code base}, with its query. */
  private static ArtefactLocation at(URI base, String path) {
    try {
      URI plain = new URI(base.getScheme(), base.getRawAuthority(), "/" + path, null, null);
      String query = base.getRawQuery();
      URI uri = query == null ? plain : URI.create(plain.toASCIIString() + "?" + query);
      return ArtefactLocation.fixed(ArtefactAddress.of(uri));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("path: " + path + " (expected: a path of a URL)", e);
    }
  }
}
