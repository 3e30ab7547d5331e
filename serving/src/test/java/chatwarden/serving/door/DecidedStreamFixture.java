package chatwarden.serving.door;

import chatwarden.repository.ModelId;
import chatwarden.repository.ModelManifest;
import chatwarden.repository.ModelUsage;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams over a real server on a random port whose parts the test answers. */
@Timeout(60)
@ParameterizedClass(name = "on the event loop: {0}")
@ValueSource(booleans = {true, false})
abstract class DecidedStreamFixture {

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
          List.of("a"),
          ModelUsage.NOT_STATED);

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  final Streams streams = new Streams();
  private final GrpcEndpoint endpoint;
  private @Nullable ManagedChannel channel;

  /** A part that was asked about, and its answer. */
  record Asked(
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

  DecidedStreamFixture(boolean onEventLoop) {
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

  static TextCall call(StreamTaggingsRequest request) {
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

  static List<Integer> indexes(StreamClient<?, ?, StreamTaggingsResponse> client) {
    return List.copyOf(client.answers).stream().map(StreamTaggingsResponse::getIndex).toList();
  }

  StreamClient<StreamTaggingsRequest, StreamTaggingsResponse, StreamTaggingsResponse> stream(
      int texts, boolean reads) {
    StreamTaggingsRequest.Builder request = StreamTaggingsRequest.newBuilder();
    for (int i = 0; i < texts; i++) {
      request.addComments(TextToTag.newBuilder().setId("id" + i).setText("text " + i));
    }
    return stream(request.build(), reads);
  }

  StreamClient<StreamTaggingsRequest, StreamTaggingsResponse, StreamTaggingsResponse> stream(
      StreamTaggingsRequest request, boolean reads) {
    StreamClient<StreamTaggingsRequest, StreamTaggingsResponse, StreamTaggingsResponse> client =
        new StreamClient<>(reads, answer -> answer);
    TaggerServiceGrpc.newStub(channel)
        .withDeadlineAfter(50, TimeUnit.SECONDS)
        .streamTaggings(request, client);
    return client;
  }

  static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
