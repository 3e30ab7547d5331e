package chatwarden.runtime.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrictJsonTest {

  @Test
  void oneValueInUtf8IsRead() throws Exception {
    byte[] json =
        "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":\"ặ😀\"}]} \n".getBytes(StandardCharsets.UTF_8);
    assertThat(StrictJson.read(json).at("/b/1/a").asText()).isEqualTo("ặ😀");
    assertThat(StrictJson.read(new byte[0]).isMissingNode()).isTrue();
  }

  @Test
  void whatFollowsTheValueOrNamesAFieldTwiceIsRefusedWithItsPlace() {
    for (String json :
        List.of("{} {}", "{}x", "1 2", "{\"a\":1,\"a\":1}", "[{\"b\":{\"a\":1,\"a\":2}}]")) {
      assertThatThrownBy(() -> StrictJson.read(json.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(MalformedJsonException.class)
          .hasMessageMatching(
              "must be well-formed JSON without a field twice \\(line 1, column \\d+\\)");
    }
  }

  @Test
  void otherEncodingsAreRefused() {
    String json = "{\"a\":\"b\"}";
    for (byte[] bytes :
        List.of(
            json.getBytes(StandardCharsets.UTF_16),
            json.getBytes(StandardCharsets.UTF_16LE),
            "\"\u00ff\"".getBytes(StandardCharsets.ISO_8859_1),
            "\"\u00c0\u00af\"".getBytes(StandardCharsets.ISO_8859_1),
            "\"\u00ed\u00a0\u0080\"".getBytes(StandardCharsets.ISO_8859_1))) {
      assertThatThrownBy(() -> StrictJson.read(bytes)).isInstanceOf(MalformedJsonException.class);
    }
  }

  @Test
  void deepOrCrowdedJsonIsRefusedBeforeItIsReadWhole() throws Exception {
    for (String json :
        List.of(
            "[" + "{},".repeat(2_000_000) + "{}]",
            "[" + "0,".repeat(2_000_000) + "0]",
            "[".repeat(65) + "]".repeat(65),
            "1".repeat(1_001))) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> StrictJson.read(bytes))
          .isInstanceOf(MalformedJsonException.class)
          .hasMessage(
              "is too much JSON (expected: at most 50,000 tokens, 64 levels, numbers of 1,000"
                  + " digits)");
    }
    String most = "[" + "{},".repeat(24_000) + "0]";
    assertThat(StrictJson.read(most.getBytes(StandardCharsets.UTF_8))).hasSize(24_001);
    String text = "\"" + "a".repeat(8_000_000) + "\"";
    assertThat(StrictJson.read(text.getBytes(StandardCharsets.UTF_8)).isTextual()).isTrue();
  }
}
