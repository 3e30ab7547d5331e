package chatwarden.bridge.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.server.Route;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /predict} with {@code {"inputs":"…"}}: the judgement of one text, as clients of small
 * prediction servers ask for it.
 */
public final class PredictEndpoint extends JsonEndpoint {

  private final ModerationClient judge;

  /** Answers with what {@code judge} says. */
  public PredictEndpoint(ModerationClient judge) {
    this.judge = judge;
  }

  /** Returns the route of the endpoint. */
  public static Route route() {
    return post("/predict");
  }

  @Override
  CompletableFuture<? extends JsonNode> answer(JsonNode request) {
    String text = text(request.path("inputs"), "inputs");
    return judge
        .classify(List.of(text), "auto", false)
        .thenApply(
            judgements -> {
              ModerationResult judged = judgements.getFirst();
              return JSON.createObjectNode()
                  .put("received_text", text)
                  .put("prediction", judged.label())
                  .put("probability", judged.labelProbability())
                  .put("model", judged.model());
            });
  }
}
