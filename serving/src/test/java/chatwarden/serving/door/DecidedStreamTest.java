package chatwarden.serving.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.repository.ModelId;
import chatwarden.repository.ModelManifest;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.tagger.v1.StreamTaggingsRequest;
import chatwarden.tagger.v1.StreamTaggingsResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import chatwarden.type.v1.Tagging;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Server streams over a real server on a random port whose parts the test answers. */
@Timeout(60)
@ParameterizedClass(name = "on the event loop: {0}")
@ValueSource(booleans = {true, false})
final class DecidedStreamTest {

  private static final ModelManifest MANIFEST =
      new ModelManifest(
          new ModelId("echo", "1"),
          "span-tagging",
          "echo",
          List.of("vi"),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          List.of("a"));

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Streams streams = new Streams();
  private final GrpcEndpoint endpoint;
  private @Nullable ManagedChannel channel;

  /** A part that was asked about, and its answer. */
  private record Asked(
      TextCall part,
      boolean hasDeadline,
      InferenceService.FirstAnswers<String> first,
      CompletableFuture<List<Answer<String>>> future) {

    private Answer<String> answer(int place) {
      return new Answer<>(part.ids().get(place), part.texts().get(place), "", "vi", MANIFEST);
    }

    /** Gives a first answer to every text, the final one to those at even places. */
    void answerEvenPlaces() {
      for (int i = 0; i < part.texts().size(); i++) {
        first.take(i, answer(i), i % 2 == 0);
      }
    }

    void answer() {
      List<Answer<String>> answers = new ArrayList<>();
      for (int i = 0; i < part.texts().size(); i++) {
        answers.add(answer(i));
      }
      future.complete(answers);
    }
  }

  DecidedStreamTest(boolean onEventLoop) {
    GrpcEndpoint.Builder builder =
        GrpcEndpoint.builder("test")
            .address("127.0.0.1", 0)
            .service(
                new TaggerServiceGrpc.TaggerServiceImplBase() {
                  @Override
                  public void streamTaggings(
                      StreamTaggingsRequest request,
                      StreamObserver<StreamTaggingsResponse> responses) {
                    streams.answer(
                        responses,
                        call(request),
                        new Messages(request.getModel().equals("updates")));
                  }
                })
            .onDrain(streams::drain);
    this.endpoint = (onEventLoop ? builder.onEventLoop() : builder).build();
  }

  private static TextCall call(StreamTaggingsRequest request) {
    return new TextCall(
        request.getCommentsList().stream().map(TextToTag::getId).toList(),
        request.getCommentsList().stream().map(TextToTag::getText).toList(),
        "",
        "");
  }

  /** Notes the questions, and marks the final messages. */
  private final class Messages implements DecidedAnswers<String, StreamTaggingsResponse> {
    private final boolean updates;

    Messages(boolean updates) {
      this.updates = updates;
    }

    @Override
    public CompletionStage<List<Answer<String>>> ask(
        TextCall part, InferenceService.FirstAnswers<String> first) {
      boolean hasDeadline = Context.current().getDeadline() != null;
      Asked one = new Asked(part, hasDeadline, first, new CompletableFuture<>());
      asked.add(one);
      return one.future();
    }

    @Override
    public StreamTaggingsResponse message(int place, Answer<String> answer, boolean isFinal) {
      return StreamTaggingsResponse.newBuilder()
          .setIndex(place)
          .setTagging(
              TaggedText.newBuilder()
                  .setId(answer.id())
                  .setTagging(Tagging.newBuilder().setModel(isFinal ? "final" : "first")))
          .build();
    }

    @Override
    public boolean withUpdates() {
      return updates;
    }
  }

  @BeforeEach
  void start() throws IOException {
    endpoint.start();
    channel = GrpcChannels.open(endpoint.target());
  }

  @AfterEach
  void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
    endpoint.close();
  }

  private static List<Integer> indexes(StreamClient<?, ?, StreamTaggingsResponse> client) {
    return List.copyOf(client.answers).stream().map(StreamTaggingsResponse::getIndex).toList();
  }

  private StreamClient<StreamTaggingsRequest, StreamTaggingsResponse, StreamTaggingsResponse>
      stream(int texts, boolean reads) {
    StreamTaggingsRequest.Builder request = StreamTaggingsRequest.newBuilder();
    for (int i = 0; i < texts; i++) {
      request.addComments(TextToTag.newBuilder().setId("id" + i).setText("text " + i));
    }
    return stream(request.build(), reads);
  }

  private StreamClient<StreamTaggingsRequest, StreamTaggingsResponse, StreamTaggingsResponse>
      stream(StreamTaggingsRequest request, boolean reads) {
    StreamClient<StreamTaggingsRequest, StreamTaggingsResponse, StreamTaggingsResponse> client =
        new StreamClient<>(reads, answer -> answer);
    TaggerServiceGrpc.newStub(channel)
        .withDeadlineAfter(50, TimeUnit.SECONDS)
        .streamTaggings(request, client);
    return client;
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
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
