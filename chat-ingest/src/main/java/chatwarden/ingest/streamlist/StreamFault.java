package chatwarden.ingest.streamlist;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Locale;

/** The meaning of an error of the stream. */
enum StreamFault {
  /** The chat is over. */
  ENDED,
  /** The owner switched the chat off. */
  DISABLED,
  /** No chat has this id. */
  NOT_FOUND,
  /** The token is refused. */
  TOKEN_REFUSED,
  /** The account may not read the chat. */
  NOT_PERMITTED,
  /** The token of the page is of no more use. */
  PAGE_GONE,
  /** The quota of the day is used up. */
  QUOTA,
  /** The rate is used up. */
  RATE,
  /** The network or YouTube fails, which may pass. */
  PASSING;

  static StreamFault of(StatusRuntimeException fault) {
    Status status = fault.getStatus();
    String words = String.valueOf(status.getDescription()).toLowerCase(Locale.ROOT);
    return switch (status.getCode()) {
      case UNAUTHENTICATED -> TOKEN_REFUSED;
      case PERMISSION_DENIED -> denied(words);
      case FAILED_PRECONDITION -> words.contains("disabled") ? DISABLED : ENDED;
      case NOT_FOUND -> NOT_FOUND;
      case INVALID_ARGUMENT -> PAGE_GONE;
      case RESOURCE_EXHAUSTED -> isOfTheDay(words) ? QUOTA : RATE;
      default -> PASSING;
    };
  }

  /** Google's REST answers have these reasons under 403, and the stream repeats their words. */
  private static StreamFault denied(String words) {
    if (words.contains("livechatended") || words.contains("no longer live")) {
      return ENDED;
    }
    if (words.contains("livechatdisabled") || words.contains("disabled")) {
      return DISABLED;
    }
    return isOfTheDay(words) ? QUOTA : NOT_PERMITTED;
  }

  private static boolean isOfTheDay(String words) {
    return words.contains("quotaexceeded")
        || words.contains("exceeded your quota")
        || words.contains("per day")
        || words.contains("daily");
  }
}
