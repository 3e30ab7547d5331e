package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.runtime.config.Config;
import chatwarden.store.feedback.Feedback;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoints of other services: their answers, and their refusals. */
@Timeout(60)
class CompatibleTest {

  private static final String ANALYZE = "/v1alpha1/comments:analyze";
  private static final String SUGGEST = "/v1alpha1/comments:suggestscore";

  private static ModelServers models;
  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    models = new ModelServers();
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(ModelPeer.CLASSIFIER.target(), models.target())
                .with(ModelPeer.TAGGER.target(), models.target()));
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
    models.close();
  }

  @Test
  void predictSaysWhatItReceivedAndWhatItPredicts() throws Exception {
    HttpResponse<String> response = bridge.post("/predict", "{\"inputs\":\"xin chào\",\"x\":1}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"received_text\":\"xin chào\",\"prediction\":\"CLEAN\",\"probability\":1.0,"
                + "\"model\":\"length@8\"}");
  }

  @Test
  void moderationsAnswersEveryTextInOrderAlsoBeyondOneCallOfTheModel() throws Exception {
    StringBuilder input = new StringBuilder("\"a\"");
    input.append(",\"a\"".repeat(149));
    JsonNode answer =
        TestBridge.json(bridge.post("/v1/moderations", "{\"input\":[" + input + "]}"));
    assertThat(answer.get("results")).hasSize(150);
    JsonNode first = answer.at("/results/0");
    assertThat(first.get("flagged").booleanValue()).isFalse();
    assertThat(first.get("categories")).hasSize(13);
    assertThat(first.get("category_scores")).hasSize(13);
    assertThat(first.at("/category_applied_input_types/hate/0").asText()).isEqualTo("text");
    assertThat(first.at("/category_applied_input_types/sexual")).isEmpty();
  }

  @Test
  void analyzeEchoesTheTokenAndDetectsTheLanguage() throws Exception {
    JsonNode answer =
        TestBridge.json(
            bridge.post(
                ANALYZE,
                "{\"comment\":{\"text\":\"hello my friend\"},\"requestedAttributes\":"
                    + "{\"TOXICITY\":{},\"SEVERE_TOXICITY\":{\"scoreThreshold\":0.5}},"
                    + "\"clientToken\":\"t-1\",\"doNotStore\":true}"));
    assertThat(answer.at("/clientToken").asText()).isEqualTo("t-1");
    assertThat(answer.at("/languages/0").asText()).isEqualTo("en");
    assertThat(answer.at("/detectedLanguages/0").asText()).isEqualTo("en");
    JsonNode toxicity = answer.at("/attributeScores/TOXICITY");
    assertThat(toxicity.at("/summaryScore/type").asText()).isEqualTo("PROBABILITY");
    assertThat(toxicity.at("/spanScores/0/end").asInt()).isEqualTo(15);
    assertThat(answer.at("/attributeScores").has("SEVERE_TOXICITY")).isFalse();
  }

  private JsonNode scores(String text) throws Exception {
    return TestBridge.json(
            bridge.post(
                ANALYZE,
                "{\"comment\":{\"text\":\"%s\"},\"requestedAttributes\":".formatted(text)
                    + "{\"TOXICITY\":{},\"THREAT\":{},\"SEXUALLY_EXPLICIT\":{\"scoreThreshold\":0.5},"
                    + "\"INSULT\":{},\"IDENTITY_ATTACK\":{}}}"))
        .get("attributeScores");
  }

  @Test
  void analyzeAnswersTheCategoriesThatAreKnownInTheLanguage() throws Exception {
    JsonNode english = scores("end of the stream, my friends");

    assertThat(english.at("/THREAT/summaryScore/value").asDouble()).isEqualTo(0.75);
    assertThat(english.has("TOXICITY")).isTrue();
    assertThat(english.has("IDENTITY_ATTACK")).isTrue();
    assertThat(english.has("SEXUALLY_EXPLICIT")).isFalse();
    assertThat(english.has("INSULT")).isFalse();
    assertThat(scores("chào bạn").has("THREAT")).isFalse();
  }

  @Test
  void moderationsAnswersTheCategoriesThatAreKnown() throws Exception {
    JsonNode answer =
        TestBridge.json(bridge.post("/v1/moderations", "{\"input\":\"end of the stream\"}"));
    JsonNode first = answer.at("/results/0");

    assertThat(first.at("/category_scores/harassment~1threatening").asDouble()).isEqualTo(0.75);
    assertThat(first.at("/categories/harassment~1threatening").asBoolean()).isTrue();
    assertThat(first.at("/category_applied_input_types/sexual/0").asText()).isEqualTo("text");
    assertThat(first.at("/categories/sexual").asBoolean()).isFalse();
    assertThat(first.at("/category_applied_input_types/violence")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | COMMENT_EMPTY",
        "{\"comment\":{\"text\":\" \"},\"requestedAttributes\":{\"TOXICITY\":{}}} | COMMENT_EMPTY",
        "{\"comment\":{\"text\":\"a\"},\"requestedAttributes\":{\"FUNNY\":{}}} | INVALID_REQUEST",
        "{\"comment\":{\"text\":\"Привет\"},\"requestedAttributes\":{\"TOXICITY\":{}}} |"
            + " LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        "{\"comment\":{\"text\":\"a\"},\"languages\":[\"fr\"],\"requestedAttributes\":"
            + "{\"TOXICITY\":{}}} | LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        "{\"comment\":{\"text\":\"a\"},\"requestedAttributes\":{}} | NO_REQUESTED_ATTRIBUTES",
        "{\"comment\":{\"text\":5},\"requestedAttributes\":{\"TOXICITY\":{}}} | comment.text",
        "{\"comment\":{\"text\":\"a\",\"type\":\"HTML\"},\"requestedAttributes\":{\"TOXICITY\":{}}}"
            + " | comment.type",
        "[] | body",
        "{ | body",
      })
  void whatCannotBeAnalyzedIsSaidInPerspectivesForm(String json, String said) throws Exception {
    HttpResponse<String> response = bridge.post(ANALYZE, json);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = TestBridge.json(response).get("error");
    assertThat(error.get("code").asInt()).isEqualTo(400);
    assertThat(error.get("status").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.get("details").toString()).contains(said);
  }

  @Test
  void aSuggestedScoreIsKept() throws Exception {
    HttpResponse<String> response =
        bridge.post(
            SUGGEST,
            "{\"comment\":{\"text\":\"chào bạn\"},\"languages\":[\"vi\"],\"communityId\":\"club\","
                + "\"clientToken\":\"t\",\"attributeScores\":"
                + "{\"INSULT\":{\"summaryScore\":{\"value\":0.25}}}}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"requestedLanguages\":[\"vi\"],\"detectedLanguages\":[\"vi\"],"
                + "\"clientToken\":\"t\"}");
    assertThat(bridge.feedback().newest(1))
        .containsExactly(new Feedback("chào bạn", "vi", Map.of("INSULT", 0.25), "club"));
    for (String scores :
        new String[] {
          "{}",
          "5",
          "{\"INSULT\":{}}",
          "{\"a b\":{}}",
          "{\"X\":{\"summaryScore\":{" + "\"value\":1.5}}}"
        }) {
      assertThat(
              bridge
                  .post(
                      SUGGEST, "{\"comment\":{\"text\":\"a\"},\"attributeScores\":" + scores + "}")
                  .statusCode())
          .as(scores)
          .isEqualTo(400);
    }
    assertThat(bridge.feedback().newest(10)).hasSize(1);
  }

  @Test
  void badInputIsNamedInEachForm() throws Exception {
    HttpResponse<String> moderation = bridge.post("/v1/moderations", "{\"input\":[\"a\",\"\"]}");
    assertThat(moderation.statusCode()).isEqualTo(400);
    assertThat(TestBridge.json(moderation).at("/error/param").asText()).isEqualTo("input[1]");
    assertThat(TestBridge.json(moderation).at("/error/type").asText())
        .isEqualTo("invalid_request_error");
    HttpResponse<String> predict = bridge.post("/predict", "{\"inputs\":\"a\\ud800b\"}");
    assertThat(predict.statusCode()).isEqualTo(400);
    assertThat(predict.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(TestBridge.json(predict).get("type").asText())
        .isEqualTo("urn:chatwarden:INVALID_INPUT");
    assertThat(predict.body()).contains("inputs");
    assertThat(
            bridge
                .send(
                    bridge
                        .request("/predict")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{\"inputs\":\"a\"}")))
                .statusCode())
        .isEqualTo(400);
    HttpResponse<String> full = bridge.post("/predict", "{\"inputs\":\"full\"}");
    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.headers().firstValue("Retry-After")).hasValue("2");
  }
}
