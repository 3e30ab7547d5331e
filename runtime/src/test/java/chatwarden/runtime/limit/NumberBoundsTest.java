package chatwarden.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberBoundsTest {

  private static final NumberBounds THRESHOLDS =
      FieldRules.bounds(Session.getDescriptor(), "flag_threshold");

  @ParameterizedTest
  @ValueSource(floats = {0, 0.3f, 1})
  void bothBoundsAreIncluded(float number) {
    assertThat(THRESHOLDS.problem(number)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void aProblemNamesTheNumberAndTheBounds(float number) {
    assertThat(THRESHOLDS.problem(number)).contains(number + " (expected: 0 to 1)");
  }

  @Test
  void boundsAreWrittenWithoutAnExponent() {
    assertThat(FieldRules.bounds(Session.getDescriptor(), "comments_per_second"))
        .hasToString("0 to 1000000");
    assertThat(FieldRules.bounds(ListChatsRequest.getDescriptor(), "page_size"))
        .hasToString("1 to 1000");
  }
}
