package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class StatisticsTest {

  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    bridge = TestBridge.start(Config.defaults());
  }

  @AfterAll
  static void stop() throws Exception {
    if (bridge != null) {
      bridge.close();
    }
  }

  private static HttpResponse<String> statistics(String chat, String query) throws Exception {
    return bridge.get("/v1/chats/" + chat + "/statistics" + query);
  }

  @Test
  void whatWasRecordedIsAddedUp() throws Exception {
    String chat = bridge.newChat();
    bridge.classifiedBatch(chat, "c", 5, "chào");
    bridge.tagged(chat, "t1", "xấu");
    bridge.tagged(chat, "t2", "Xa");

    JsonNode answer = TestBridge.json(statistics(chat, "?window=60s&bucketSize=30s"));
    assertThat(answer.at("/buckets")).hasSize(3);
    assertThat(answer.at("/buckets/2/startTime").asText()).isEqualTo("2023-11-14T22:13:00Z");
    assertThat(answer.at("/completeSince")).isEqualTo(answer.at("/startTime"));
    JsonNode totals = answer.at("/totals");
    assertThat(totals).isEqualTo(answer.at("/buckets/2/counts"));
    assertThat(totals.at("/commentCount").asInt()).isEqualTo(7);
    assertThat(totals.at("/flaggedCount").asInt()).isEqualTo(2);
    assertThat(totals.at("/cleanCount").asInt()).isEqualTo(5);
    assertThat(totals.at("/meanCoverage").floatValue()).isEqualTo(0.5f / 7);
    assertThat(answer.at("/topAuthors/0/authorName").asText()).isEqualTo("Ann");
    assertThat(answer.at("/topSpans")).isEqualTo(TestBridge.json("[{\"text\":\"x\",\"count\":2}]"));
    assertThat(
            TestBridge.json(statistics(chat, "?authorId=an-author"))
                .at("/totals/commentCount")
                .asInt())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "?window=0s, window",
    "?window=60s&startTime=2023-11-14T22:13:00Z, window",
    "?bucketSize=1.5s, bucket_size",
    "?window=2000s&bucketSize=1s, bucket_size",
    "?startTime=2023-11-14T22:13:00Z&endTime=2023-11-14T22:12:00Z, end_time",
    "?startTime=yesterday, startTime",
    "?maxSpans=1000, max_spans",
    "?bucket=1s, bucket"
  })
  void whatDoesNotHoldIsNamed(String query, String field) throws Exception {
    String chat = bridge.newChat();
    bridge.classifiedBatch(chat, "c", 1, "chào");
    HttpResponse<String> answer = statistics(chat, query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestBridge.json(answer).at("/error/details").toString())
        .contains("\"field\":\"" + field + "\"");
  }

  @Test
  void aChatThatIsNotKnownHasNone() throws Exception {
    HttpResponse<String> answer = statistics("unheard-of", "");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("CHAT_NOT_FOUND");
  }
}
