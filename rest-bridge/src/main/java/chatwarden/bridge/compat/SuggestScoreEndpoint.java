package chatwarden.bridge.compat;

import chatwarden.bridge.door.StoreCalls;
import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.feedback.Feedback;
import chatwarden.store.feedback.FeedbackStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Route;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /v1alpha1/comments:suggestscore} as Perspective has it: the scores that a caller
 * suggests for a comment deserved, kept as feedback. Any attribute may be suggested, also those
 * that no model answers.
 */
public final class SuggestScoreEndpoint extends JsonEndpoint {

  private static final int MAX_ATTRIBUTES = 32;
  private static final int MAX_COMMUNITY = 256;

  private final FeedbackStore feedback;
  private final StoreCalls calls;

  /** Keeps what comes in {@code feedback}. */
  public SuggestScoreEndpoint(FeedbackStore feedback, StoreCalls calls) {
    this.feedback = feedback;
    this.calls = calls;
  }

  /** Returns the route of the endpoint. */
  public static Route route() {
    return post("/v1alpha1/comments:suggestscore");
  }

  @Override
  CompletableFuture<? extends JsonNode> answer(JsonNode request) {
    PerspectiveComment comment = PerspectiveComment.read(request);
    String community = request.path("communityId").asText("");
    if (community.length() > MAX_COMMUNITY || community.chars().anyMatch(Character::isISOControl)) {
      throw InvalidInputException.of(
          "communityId", "must be at most " + MAX_COMMUNITY + " printable characters");
    }
    Feedback given =
        new Feedback(
            comment.text(), comment.language(), scores(request.path("attributeScores")), community);
    return calls.ask(
        () -> {
          feedback.add(given);
          ObjectNode answer = JSON.createObjectNode();
          if (comment.given()) {
            answer.putArray("requestedLanguages").add(comment.language());
          }
          comment.writeTo(answer);
          return answer;
        });
  }

  private static Map<String, Double> scores(JsonNode given) {
    if (!given.isObject() || given.isEmpty() || given.size() > MAX_ATTRIBUTES) {
      throw InvalidInputException.of(
          "attributeScores", "must hold 1 to " + MAX_ATTRIBUTES + " attributes");
    }
    Map<String, Double> scores = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!entry.getKey().matches("[A-Z][A-Z0-9_]{0,63}")) {
        throw InvalidInputException.of("attributeScores", "has an invalid attribute name");
      }
      JsonNode value = entry.getValue().at("/summaryScore/value");
      if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
        throw InvalidInputException.of(
            "attributeScores." + entry.getKey() + ".summaryScore.value", "must be in [0, 1]");
      }
      scores.put(entry.getKey(), value.doubleValue());
    }
    return scores;
  }

  @Override
  HttpResponse refuse(Throwable fault) {
    return fault instanceof PerspectiveFault known
        ? known.response()
        : HttpErrorHandler.response(fault);
  }
}
