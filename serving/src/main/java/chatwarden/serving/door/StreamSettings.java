package chatwarden.serving.door;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import org.jspecify.annotations.Nullable;

/**
 * What the first request of a stream sets for all of it. Used by one thread at a time, as gRPC
 * delivers requests.
 */
public final class StreamSettings {

  private @Nullable String language;
  private @Nullable String model;

  /** The call of a request: its texts, with the language and the model of the stream's first. */
  public TextCall apply(String requestId, TextCall request) {
    CommentLimits.problemOfName(requestId)
        .ifPresent(
            problem -> {
              throw InvalidInputException.of("request_id", problem);
            });
    if (language == null || model == null) {
      language = request.language();
      model = request.model();
    }
    return new TextCall(request.ids(), request.texts(), language, model);
  }
}
