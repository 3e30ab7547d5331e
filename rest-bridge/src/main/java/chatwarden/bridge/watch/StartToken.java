package chatwarden.bridge.watch;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.watch.ResumeToken;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
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
   * @throws InvalidInputException when it is not a token of the chat, or other parameters are
   *     present
   */
  static @Nullable String of(ServiceRequestContext ctx) {
    QueryParams query = ctx.queryParams();
    for (String name : query.names()) {
      if (!name.equals(BY_QUERY)) {
        throw InvalidInputException.of(
            "query", "only " + BY_QUERY + " is a parameter of this call");
      }
    }
    String header = ctx.request().headers().get(HttpHeaderNames.LAST_EVENT_ID);
    String given = header != null ? header : query.get(BY_QUERY);
    if (given == null || given.isEmpty()) {
      return null;
    }
    try {
      var _ = ResumeToken.parse(given, String.valueOf(ctx.pathParam("chat")));
      return given;
    } catch (InvalidInputException e) {
      throw InvalidInputException.of(
          header != null ? BY_HEADER : BY_QUERY, e.problems().getFirst().problem());
    }
  }
}
