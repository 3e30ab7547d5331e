package chatwarden.repository.storage;

import java.nio.charset.StandardCharsets;

/** The percent-encoding of RFC 3986, as signatures want it: all but unreserved characters. */
final class PercentEncoding {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private PercentEncoding() {}

  /** Returns a value of a query. */
  static String value(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(unit) >= 0) {
        encoded.append((char) unit);
      } else {
        encoded.append('%').append(String.format("%02X", unit));
      }
    }
    return encoded.toString();
  }

  /** Returns a path, whose {@code /} stay. */
  static String path(String text) {
    return value(text).replace("%2F", "/");
  }
}
