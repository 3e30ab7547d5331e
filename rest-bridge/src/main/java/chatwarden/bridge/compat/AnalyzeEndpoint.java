package chatwarden.bridge.compat;

import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.type.v1.Span;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1alpha1/comments:analyze} as Perspective has it. Offsets are half-open, in UTF-16
 * code units, as Perspective's. Nothing is ever stored, whatever {@code doNotStore} says.
 */
public final class AnalyzeEndpoint extends JsonEndpoint {

  private final ModerationClient judge;

  /** Answers with what {@code judge} says. */
  public AnalyzeEndpoint(ModerationClient judge) {
    this.judge = judge;
  }

  /** Returns the route of the endpoint. */
  public static Route route() {
    return post("/v1alpha1/comments:analyze");
  }

  @Override
  CompletableFuture<? extends JsonNode> answer(JsonNode request) {
    PerspectiveComment comment = PerspectiveComment.read(request);
    Map<Attribute, Double> wanted = wanted(request.path("requestedAttributes"));
    boolean categories = wanted.keySet().stream().anyMatch(Attribute::isCategory);
    boolean spans = request.path("spanAnnotations").asBoolean(false);
    CompletableFuture<List<ModerationResult>> classified =
        judge.classify(List.of(comment.text()), comment.language(), categories);
    CompletableFuture<List<Span>> tagged =
        spans
            ? judge.tag(comment.text(), comment.language())
            : CompletableFuture.completedFuture(List.of());
    return classified.thenCombine(
        tagged,
        (judged, marked) -> write(comment, wanted, judged.getFirst(), spans ? marked : null));
  }

  /** The attributes and from which score on each is given. */
  private static Map<Attribute, Double> wanted(JsonNode requested) {
    if (!requested.isObject() || requested.isEmpty()) {
      throw PerspectiveFault.of(
          "NO_REQUESTED_ATTRIBUTES", "requestedAttributes must name an attribute.");
    }
    Map<Attribute, Double> wanted = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : requested.properties()) {
      Attribute attribute = Attribute.named(entry.getKey());
      String type = entry.getValue().path("scoreType").asText("PROBABILITY");
      if (!type.equals("PROBABILITY") && !type.equals("SCORE_TYPE_UNSPECIFIED")) {
        throw InvalidInputException.of(
            "requestedAttributes." + attribute + ".scoreType", "must be PROBABILITY");
      }
      wanted.put(attribute, entry.getValue().path("scoreThreshold").asDouble(0));
    }
    return wanted;
  }

  private static ObjectNode write(
      PerspectiveComment comment,
      Map<Attribute, Double> wanted,
      ModerationResult judged,
      @Nullable List<Span> spans) {
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode scores = answer.putObject("attributeScores");
    wanted.forEach(
        (attribute, threshold) ->
            attribute
                .score(judged)
                .filter(score -> score >= threshold)
                .ifPresent(score -> write(comment, attribute, score, spans, scores)));
    answer.putArray("languages").add(comment.language());
    comment.writeTo(answer);
    return answer;
  }

  private static void write(
      PerspectiveComment comment,
      Attribute attribute,
      double score,
      @Nullable List<Span> spans,
      ObjectNode scores) {
    ObjectNode entry = scores.putObject(attribute.name());
    ArrayNode parts = entry.putArray("spanScores");
    if (spans == null) {
      part(parts, 0, comment.text().length(), score, "PROBABILITY");
    } else if (attribute == Attribute.TOXICITY) {
      spans.forEach(span -> part(parts, comment.text(), span));
    }
    entry.putObject("summaryScore").put("value", score).put("type", "PROBABILITY");
  }

  private static void part(ArrayNode parts, String text, Span span) {
    int begin = text.offsetByCodePoints(0, span.getStart());
    int end = text.offsetByCodePoints(begin, span.getEnd() - span.getStart());
    part(parts, begin, end, Double.parseDouble(Float.toString(span.getScore())), "RAW");
  }

  private static void part(ArrayNode parts, int begin, int end, double value, String type) {
    ObjectNode part = parts.addObject().put("begin", begin).put("end", end);
    part.putObject("score").put("value", value).put("type", type);
  }

  @Override
  HttpResponse refuse(Throwable fault) {
    return fault instanceof PerspectiveFault known
        ? known.response()
        : HttpErrorHandler.response(fault);
  }
}
