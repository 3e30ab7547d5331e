package chatwarden.serving.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.tagger.v1.StreamTaggingsRequest;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DecidedStreamEndTest extends DecidedStreamFixture {

  DecidedStreamEndTest(boolean onEventLoop) {
    super(onEventLoop);
  }

  @Test
  void cancelledCallBeginsNoFurtherPart() {
    var client = stream(10_000, true);
    await().until(() -> asked.size() == DecidedStream.WINDOW);

    client.call().cancel("enough", null);

    await().until(client.end::isDone);
    await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              asked.forEach(Asked::answer);
              return asked.size() == DecidedStream.WINDOW;
            });
  }

  @Test
  void badTextRefusesTheCallBeforeAnythingIsAsked() {
    StreamTaggingsRequest.Builder request = StreamTaggingsRequest.newBuilder();
    IntStream.range(0, 300).forEach(i -> request.addCommentsBuilder().setText("a"));
    request.addCommentsBuilder().setText(" ");
    var client = stream(request.build(), true);

    assertThat(client.end)
        .succeedsWithin(Duration.ofSeconds(30))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.problems().getFirst().field()).isEqualTo("comments[300].text"));
    assertThat(asked).isEmpty();
  }

  @Test
  void moreTextsThanAStreamTakesAreRefused() {
    assertThat(stream(10_001, true).end)
        .succeedsWithin(Duration.ofSeconds(30))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.getMessage()).contains("10001 texts (expected: 1 to 10000)"));
  }

  @Test
  void faultEndsTheStreamAfterTheAnswersBeforeIt() {
    var client = stream(300, true);
    await().until(() -> asked.size() == DecidedStream.WINDOW);
    asked.getFirst().answer();
    await().until(() -> client.answers.size() == 64);

    asked.get(1).future().completeExceptionally(FaultCode.INTERNAL.exception("BROKEN", "broken"));

    assertThat(client.end).succeedsWithin(Duration.ofSeconds(30)).matches(FaultCode.INTERNAL::isOf);
    assertThat(indexes(client)).hasSize(64);
  }

  @Test
  void drainEndsTheStreamAfterThePartsThatAreUnderWay() throws InterruptedException {
    var client = stream(10_000, true);
    await().until(() -> asked.size() == DecidedStream.WINDOW);
    streams.drain();
    asked.forEach(Asked::answer);

    assertThat(client.end)
        .succeedsWithin(Duration.ofSeconds(30))
        .matches(FaultCode.UNAVAILABLE::isOf);
    assertThat(client.answers).hasSize(64 * DecidedStream.WINDOW);
  }
}
