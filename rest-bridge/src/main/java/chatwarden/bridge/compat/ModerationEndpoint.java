package chatwarden.bridge.compat;

import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /v1/moderations} as OpenAI has it: one text, a list of them, or a list of parts of
 * type {@code text}.
 *
 * <p>{@code harassment} is the probability that the text is not clean, {@code hate} that it is
 * hateful; {@code harassment/threatening} and {@code sexual} are stage 1's categories, where it
 * knows them in the language of the text. The others are there because clients read them: false, 0,
 * and without an entry in {@code category_applied_input_types}, as is a text in a language that no
 * model knows.
 */
public final class ModerationEndpoint extends JsonEndpoint {

  private static final int MAX_TEXTS = 1_024;
  private static final String HARASSMENT = "harassment";
  private static final String HATE = "hate";
  private static final List<String> CATEGORIES =
      List.of(
          HARASSMENT,
          "harassment/threatening",
          HATE,
          "hate/threatening",
          "illicit",
          "illicit/violent",
          "self-harm",
          "self-harm/intent",
          "self-harm/instructions",
          "sexual",
          "sexual/minors",
          "violence",
          "violence/graphic");

  private final ModerationClient judge;
  private final double threshold;

  /** Answers with what {@code judge} says; flags from {@code threshold} on. */
  public ModerationEndpoint(ModerationClient judge, double threshold) {
    this.judge = judge;
    this.threshold = threshold;
  }

  /** Returns the route of the endpoint. */
  public static Route route() {
    return post("/v1/moderations");
  }

  @Override
  CompletableFuture<? extends JsonNode> answer(JsonNode request) {
    return judge.classify(texts(request.path("input")), "auto", true).thenApply(this::write);
  }

  private static List<String> texts(JsonNode input) {
    if (!input.isArray()) {
      return List.of(text(input, "input"));
    }
    if (input.isEmpty() || input.size() > MAX_TEXTS) {
      throw InvalidInputException.of("input", "must hold 1 to " + MAX_TEXTS + " texts");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      JsonNode part = input.get(i);
      String field = "input[" + i + "]";
      if (part.isObject() && !part.path("type").asText().equals("text")) {
        throw InvalidInputException.of(field + ".type", "must be text: images are not judged");
      }
      texts.add(part.isObject() ? text(part.path("text"), field + ".text") : text(part, field));
    }
    return texts;
  }

  private ObjectNode write(List<ModerationResult> judgements) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("id", "modr-" + UUID.randomUUID().toString().replace("-", ""));
    answer.put("model", judgements.getFirst().model());
    var results = answer.putArray("results");
    judgements.forEach(judged -> write(judged, results.addObject()));
    return answer;
  }

  private void write(ModerationResult judged, ObjectNode result) {
    boolean flagged = Math.max(judged.offensive(), judged.hate()) >= threshold && judged.isJudged();
    result.put("flagged", flagged);
    ObjectNode categories = result.putObject("categories");
    ObjectNode scores = result.putObject("category_scores");
    ObjectNode types = result.putObject("category_applied_input_types");
    for (String category : CATEGORIES) {
      Optional<Double> score = judged.isJudged() ? score(judged, category) : Optional.empty();
      categories.put(category, score.orElse(0.0) >= threshold);
      scores.put(category, score.orElse(0.0));
      var judgedTypes = types.putArray(category);
      if (score.isPresent()) {
        judgedTypes.add("text");
      }
    }
  }

  private static Optional<Double> score(ModerationResult judged, String category) {
    return switch (category) {
      case HARASSMENT -> Optional.of(judged.offensive());
      case HATE -> Optional.of(judged.hate());
      case "harassment/threatening" -> Optional.ofNullable(judged.categories().get("threat"));
      case "sexual" -> Optional.ofNullable(judged.categories().get("sexual"));
      default -> Optional.empty();
    };
  }

  @Override
  HttpResponse refuse(Throwable fault) {
    if (!(fault instanceof InvalidInputException invalid)) {
      return HttpErrorHandler.response(fault);
    }
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error")
        .put("message", invalid.getMessage())
        .put("type", "invalid_request_error")
        .put("param", invalid.problems().getFirst().field())
        .put("code", "invalid_value");
    return HttpResponse.of(HttpStatus.BAD_REQUEST, MediaType.JSON_UTF_8, body.toString());
  }
}
