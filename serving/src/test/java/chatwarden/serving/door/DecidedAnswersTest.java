package chatwarden.serving.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.tagger.v1.StreamTaggingsRequest;
import chatwarden.tagger.v1.TextToTag;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecidedAnswersTest extends DecidedStreamFixture {

  DecidedAnswersTest(boolean onEventLoop) {
    super(onEventLoop);
  }

  @Test
  void textsAreAnsweredWhenTheirPartIsDecidedWithTheirPlaces() {
    var client = stream(150, true);
    await().until(() -> asked.size() == 3);
    assertThat(asked).allMatch(Asked::hasDeadline);

    asked.stream().filter(part -> part.part().texts().size() == 22).forEach(Asked::answer);

    await().until(() -> client.answers.size() == 22);
    assertThat(indexes(client)).isEqualTo(numbers(128, 150));
    asked.forEach(Asked::answer);
    assertThat(client.end).succeedsWithin(Duration.ofSeconds(30)).isNull();
    assertThat(indexes(client)).containsExactlyInAnyOrderElementsOf(numbers(0, 150));
    assertThat(client.answers)
        .allMatch(answer -> answer.getTagging().getId().equals("id" + answer.getIndex()));
  }

  private List<String> messages(String updates) {
    StreamTaggingsRequest.Builder request = StreamTaggingsRequest.newBuilder().setModel(updates);
    for (int i = 0; i < 4; i++) {
      request.addComments(TextToTag.newBuilder().setText("text " + i));
    }
    var client = stream(request.build(), true);
    await().until(() -> asked.size() == 1);
    asked.getFirst().answerEvenPlaces();
    await().until(() -> client.answers.size() >= 2);
    asked.getFirst().answer();
    assertThat(client.end).succeedsWithin(Duration.ofSeconds(30)).isNull();
    return client.answers.stream()
        .map(answer -> answer.getTagging().getTagging().getModel() + " " + answer.getIndex())
        .toList();
  }

  @Test
  void finalAnswersAreSentBeforeTheirPartIsDecided() {
    assertThat(messages("")).containsExactly("final 0", "final 2", "final 1", "final 3");
  }

  @Test
  void updatesAreSentWhereTheyAreAskedFor() {
    assertThat(messages("updates"))
        .containsExactly("final 0", "first 1", "final 2", "first 3", "final 1", "final 3");
  }

  @Test
  void fewPartsAreUnderWayAtATimeOnTheContextOfTheCall() {
    var client = stream(10_000, true);
    await().until(() -> asked.size() == DecidedStream.WINDOW);
    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(10))
        .until(() -> asked.size() == DecidedStream.WINDOW);

    asked.getFirst().answer();

    await().until(() -> asked.size() == DecidedStream.WINDOW + 1);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              asked.forEach(Asked::answer);
              return client.end.isDone();
            });
    assertThat(indexes(client)).containsExactlyInAnyOrderElementsOf(numbers(0, 10_000));
    assertThat(asked).hasSize(157).allMatch(Asked::hasDeadline);
  }

  @Test
  void clientThatReadsNothingIsSentLittleAndLittleIsAsked() {
    StreamTaggingsRequest.Builder request = StreamTaggingsRequest.newBuilder();
    String id = "x".repeat(250);
    for (int i = 0; i < 9_000; i++) {
      request.addComments(TextToTag.newBuilder().setId(i + id).setText("a"));
    }
    var client = stream(request.build(), false);
    await().until(() -> !asked.isEmpty());
    // Answers fill the buffers of gRPC, about 100 KB; then nothing more is asked.
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              asked.forEach(Asked::answer);
              return asked.size() < 40;
            });

    client.call().request(Integer.MAX_VALUE);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              asked.forEach(Asked::answer);
              return client.end.isDone();
            });
    assertThat(client.answers).hasSize(9_000);
  }
}
