package chatwarden.store.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.statistics.v1.GetChatStatisticsRequest;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatisticsQueryTest {

  private static GetChatStatisticsRequest.Builder request() {
    return GetChatStatisticsRequest.newBuilder().setChat("demo");
  }

  private static Timestamp second(long second) {
    return Timestamp.newBuilder().setSeconds(second).build();
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  private static List<String> refused(GetChatStatisticsRequest.Builder request) {
    InvalidInputException fault =
        catchThrowableOfType(
            InvalidInputException.class, () -> StatisticsQuery.of(request.build()));
    assertThat(fault).as("a refusal of " + request).isNotNull();
    return fault.problems().stream().map(FieldProblem::field).toList();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    assertThat(StatisticsQuery.of(request().build()))
        .isEqualTo(new StatisticsQuery("demo", null, null, null, null, "", 10, 10));
  }

  @Test
  void whatDoesNotHoldIsNamed() {
    assertThat(refused(request().setChat("no chat"))).containsExactly("chat");
    assertThat(refused(request().setStartTime(second(9)).setEndTime(second(9))))
        .containsExactly("end_time");
    assertThat(refused(request().setStartTime(second(Long.MAX_VALUE))))
        .containsExactly("start_time");
    assertThat(refused(request().setEndTime(Timestamp.newBuilder().setNanos(-1))))
        .containsExactly("end_time");
    assertThat(refused(request().setStartTime(second(9)).setWindow(seconds(5))))
        .containsExactly("window");
    assertThat(refused(request().setAuthorId("a".repeat(257)))).containsExactly("author_id");
    assertThat(refused(request().setMaxAuthors(101).setMaxSpans(-1)))
        .containsExactly("max_authors", "max_spans");
  }

  @Test
  void lengthsAreWithinTheirLimits() {
    for (Duration length :
        List.of(
            seconds(0),
            seconds(-1),
            seconds(Long.MAX_VALUE),
            Duration.newBuilder().setNanos(999_999_999).build(),
            Duration.newBuilder().setSeconds(1).setNanos(-1).build(),
            Duration.newBuilder().setSeconds(1).setNanos(Integer.MAX_VALUE).build())) {
      assertThat(refused(request().setWindow(length))).containsExactly("window");
      assertThat(refused(request().setBucketSize(length))).containsExactly("bucket_size");
    }
    assertThat(refused(request().setWindow(seconds(3_660 * 86_400L + 1))))
        .containsExactly("window");
    assertThat(refused(request().setBucketSize(seconds(31 * 86_400L + 1))))
        .containsExactly("bucket_size");
    assertThat(refused(request().setBucketSize(Duration.newBuilder().setSeconds(1).setNanos(1))))
        .containsExactly("bucket_size");
  }
}
