package chatwarden.testing.platform;

import java.util.Map;

/**
 * An answer to a call.
 *
 * @param headers more headers
 * @param body JSON; may be empty
 */
public record ApiReply(int status, Map<String, String> headers, String body) {

  /** Returns an answer without further headers. */
  public static ApiReply of(int status, String body) {
    return new ApiReply(status, Map.of(), body);
  }
}
