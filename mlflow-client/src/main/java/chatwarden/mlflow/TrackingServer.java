package chatwarden.mlflow;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The address of an MLflow server, and the account at it.
 *
 * @param uri http or https, with a host and without user, query and fragment; no slash at its end
 * @param authorization the value of the header Authorization; empty where the server asks for none
 */
public record TrackingServer(URI uri, Optional<String> authorization) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /**
   * Returns a server that asks for no account.
   *
   * @throws InvalidInputException if the address is malformed
   */
  public static TrackingServer at(String address) {
    return new TrackingServer(parsed(address), Optional.empty());
  }

  /** Returns the server of the settings; empty where they name none. */
  public static Optional<TrackingServer> of(Config config) {
    String address = config.get(TrackingKeys.URI);
    if (address.isBlank()) {
      return Optional.empty();
    }
    TrackingServer server = at(address);
    String user = config.get(TrackingKeys.USER);
    return Optional.of(
        user.isEmpty() ? server : server.as(user, config.get(TrackingKeys.PASSWORD)));
  }

  /** Returns the same server, used with an account. */
  public TrackingServer as(String user, String password) {
    byte[] account = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new TrackingServer(
        uri, Optional.of("Basic " + Base64.getEncoder().encodeToString(account)));
  }

  private static URI parsed(String address) {
    try {
      URI uri = new URI(address.strip().replaceAll("/+$", ""));
      boolean plain =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme())
          && uri.getHost() != null
          && plain) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Named below, like every other malformed address.
    }
    throw InvalidInputException.of(
        TrackingKeys.URI.name(),
        "%s (expected: http://HOST:PORT or https://HOST, the account in %s and %s)"
            .formatted(
                address.replaceAll("://[^/@\\s]*@", "://<redacted>@"),
                TrackingKeys.USER,
                TrackingKeys.PASSWORD));
  }

  /** Returns the address of a path at this server. */
  URI resolve(String path) {
    return URI.create(uri + path);
  }

  /** Returns the page of a run. */
  public URI page(String experiment, String run) {
    return resolve("/#/experiments/" + experiment + "/runs/" + run);
  }

  /** Returns the address alone. */
  @Override
  public String toString() {
    return uri.toString();
  }
}
