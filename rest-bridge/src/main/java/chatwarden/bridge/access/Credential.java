package chatwarden.bridge.access;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a call says of who calls: {@code Authorization: Bearer <key or token>}, {@code
 * Authorization: Basic <any name:key>} as browsers send it, {@code X-Api-Key}, {@code
 * X-Goog-Api-Key}, and for the paths of Perspective {@code ?key=}, since its clients send it so.
 */
final class Credential {

  private static final String PERSPECTIVE = "/v1alpha1/";

  private Credential() {}

  /** The key or the token; null when there is none. */
  static @Nullable String of(RequestHeaders headers, String path, QueryParams query) {
    String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (authorization != null) {
      return ofAuthorization(authorization);
    }
    String key = headers.get("x-api-key");
    if (key == null) {
      key = headers.get("x-goog-api-key");
    }
    if (key == null && path.startsWith(PERSPECTIVE)) {
      key = query.get("key");
    }
    return key == null || key.isBlank() ? null : key.strip();
  }

  private static String ofAuthorization(String value) {
    int blank = value.indexOf(' ');
    String scheme = blank < 0 ? value : value.substring(0, blank);
    String rest = blank < 0 ? "" : value.substring(blank + 1).strip();
    if (scheme.equalsIgnoreCase("bearer") && !rest.isEmpty()) {
      return rest;
    }
    if (scheme.equalsIgnoreCase("basic")) {
      return ofBasic(rest);
    }
    throw malformed();
  }

  private static String ofBasic(String encoded) {
    try {
      String decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      String password = decoded.substring(decoded.indexOf(':') + 1).strip();
      if (!password.isEmpty()) {
        return password;
      }
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
    throw malformed();
  }

  private static ChatwardenException malformed() {
    return FaultCode.UNAUTHENTICATED.exception(
        "CREDENTIAL_MALFORMED", "the header Authorization holds no key and no token");
  }
}
