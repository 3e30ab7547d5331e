package chatwarden.bridge.watch;

import chatwarden.runtime.error.InvalidInputException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream over HTTP starts: {@code Last-Event-ID}, or {@code ?lastEventId=} where a header
 * is hard to send.
 */
final class StartToken {

  private static final String BY_HEADER = "Last-Event-ID";
  private static final String BY_QUERY = "lastEventId";

  private StartToken() {}

  /**
   * The token; null where there is none.
   *
   * @throws InvalidInputException when it has not the form of one, or there are other parameters
   */
  static @Nullable String of(QueryParams query, RequestHeaders headers) {
    for (String name : query.names()) {
      if (!name.equals(BY_QUERY)) {
        throw InvalidInputException.of(
            "query", "only " + BY_QUERY + " is a parameter of this call");
      }
    }
    String header = headers.get(HttpHeaderNames.LAST_EVENT_ID);
    String given = header != null ? header : query.get(BY_QUERY);
    if (given == null || given.isEmpty()) {
      return null;
    }
    if (!given.matches("\\d{1,18}-\\d{1,18}")) {
      throw InvalidInputException.of(
          header != null ? BY_HEADER : BY_QUERY,
          "is no id of an event (expected: two numbers, such as 1700000000000-0, or 0-0)");
    }
    return given;
  }
}
