package chatwarden.serving.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.tagger.v1.StreamingTagSpansRequest;
import chatwarden.tagger.v1.StreamingTagSpansResponse;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams over a real server on a random port whose answers the test gives. */
@Timeout(60)
@ParameterizedClass(name = "on the event loop: {0}")
@ValueSource(booleans = {true, false})
final class StreamsTest {

  private final Map<String, CompletableFuture<StreamingTagSpansResponse>> asked =
      new ConcurrentHashMap<>();
  private final AtomicInteger askedCount = new AtomicInteger();
  private volatile boolean answersAtOnce;
  private final Streams streams = new Streams();
  private final GrpcEndpoint endpoint;
  private @Nullable ManagedChannel channel;
  private volatile @Nullable Executor answering;

  StreamsTest(boolean onEventLoop) {
    GrpcEndpoint.Builder builder =
        GrpcEndpoint.builder("test")
            .address("127.0.0.1", 0)
            .service(
                new TaggerServiceGrpc.TaggerServiceImplBase() {
                  @Override
                  public StreamObserver<StreamingTagSpansRequest> streamingTagSpans(
                      StreamObserver<StreamingTagSpansResponse> responses) {
                    return streams.open(responses, StreamsTest.this::ask);
                  }
                })
            .onDrain(streams::drain);
    this.endpoint = (onEventLoop ? builder.onEventLoop() : builder).build();
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

  private CompletionStage<StreamingTagSpansResponse> ask(StreamingTagSpansRequest request) {
    askedCount.incrementAndGet();
    String id = request.getRequestId();
    if (id.equals("refused")) {
      throw InvalidInputException.of("request_id", "is refused");
    }
    CompletableFuture<StreamingTagSpansResponse> answer =
        asked.computeIfAbsent(id, unused -> new CompletableFuture<>());
    Executor threads = answering;
    if (answersAtOnce) {
      answer(id);
    } else if (threads != null) {
      threads.execute(() -> answer(id));
    }
    return answer;
  }

  private void answer(String id) {
    asked
        .computeIfAbsent(id, unused -> new CompletableFuture<>())
        .complete(StreamingTagSpansResponse.newBuilder().setRequestId(id).build());
  }

  private static void send(StreamClient<StreamingTagSpansRequest, ?, ?> client, String... ids) {
    for (String id : ids) {
      client.call().onNext(StreamingTagSpansRequest.newBuilder().setRequestId(id).build());
    }
  }

  private StreamClient<StreamingTagSpansRequest, StreamingTagSpansResponse, String> open(
      boolean reads) {
    StreamClient<StreamingTagSpansRequest, StreamingTagSpansResponse, String> client =
        new StreamClient<>(reads, StreamingTagSpansResponse::getRequestId);
    var unused =
        TaggerServiceGrpc.newStub(java.util.Objects.requireNonNull(channel))
            .streamingTagSpans(client);
    assertThat(unused).isNotNull();
    return client;
  }

  @Test
  void answersComeInTheOrderOfTheRequestsWhateverIsReadyFirst() {
    var client = open(true);
    send(client, "a", "b", "c");
    client.call().onCompleted();
    await().until(() -> asked.keySet().containsAll(List.of("a", "b", "c")));
    answer("c");
    answer("b");
    assertThat(client.answers).isEmpty();
    answer("a");

    assertThat(client.end.join()).isNull();
    assertThat(client.answers).containsExactly("a", "b", "c");
  }

  @Test
  void answersThatManyThreadsGiveAreAllSentInTheirOrder() {
    try (var threads = Executors.newFixedThreadPool(4)) {
      answering = threads;
      var client = open(true);
      List<String> ids = IntStream.range(0, 20_000).mapToObj(String::valueOf).toList();
      ids.forEach(id -> send(client, id));
      client.call().onCompleted();

      assertThat(client.end.join()).isNull();
      assertThat(client.answers).isEqualTo(ids);
    }
  }

  @Test
  void onlyAWindowOfRequestsIsUnderWay() {
    var client = open(true);
    send(client, "1", "2", "3", "4", "5", "6");
    await().until(() -> asked.size() == Streams.WINDOW);
    answer("1");
    await().until(() -> asked.size() == Streams.WINDOW + 1);

    assertThat(asked).doesNotContainKey("6");
    assertThat(client.answers).containsExactly("1");
  }

  @Test
  void aClientThatDoesNotReadIsHeldBack() {
    answersAtOnce = true;
    var client = open(false);
    String large = "x".repeat(20_000);
    IntStream.range(0, 300).forEach(i -> send(client, i + large));
    await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(20))
        .until(() -> askedCount.get() > 0 && askedCount.get() < 150);
    client.call().request(Integer.MAX_VALUE);
    client.call().onCompleted();

    assertThat(client.end.join()).isNull();
    assertThat(client.answers).hasSize(300);
  }

  @Test
  void aRequestThatFailsEndsTheStreamBehindTheAnswersBeforeIt() {
    var client = open(true);
    send(client, "a", "refused", "b");
    await().until(() -> askedCount.get() >= 2);
    assertThat(client.end).isNotDone();
    answer("a");

    assertThat(client.end.join())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("request_id: is refused");
    assertThat(client.answers).containsExactly("a");
  }

  @Test
  void aDrainEndsStreamsBehindWhatTheyHaveTaken() throws Exception {
    var busy = open(true);
    var idle = open(true);
    send(busy, "a");
    send(idle, "z");
    answer("z");
    await().until(() -> asked.containsKey("a") && idle.answers.size() == 1);
    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(
            () -> {
              try {
                endpoint.drain(Duration.ofSeconds(30));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    assertThat(idle.end.join())
        .extracting(ChatwardenException::reason)
        .isEqualTo("SERVER_STOPPING");
    assertThat(busy.end).isNotDone();
    answer("a");
    assertThat(busy.end.join())
        .extracting(ChatwardenException::reason)
        .isEqualTo("SERVER_STOPPING");
    assertThat(busy.answers).containsExactly("a");
    drained.get(10, java.util.concurrent.TimeUnit.SECONDS);
  }

  @Test
  void anAnswerToAStreamThatWasCancelledIsDropped() {
    var client = open(true);
    send(client, "a");
    await().until(() -> asked.containsKey("a"));
    client.call().cancel("enough", null);

    assertThat(client.end.join()).extracting(ChatwardenException::reason).isEqualTo("CANCELLED");
    answer("a");
    var next = open(true);
    send(next, "b");
    answer("b");
    next.call().onCompleted();
    assertThat(next.end.join()).isNull();
    assertThat(next.answers).containsExactly("b");
    assertThat(client.answers).isEmpty();
  }

  @Test
  void anEmptyStreamIsCompleted() {
    var client = open(true);
    client.call().onCompleted();

    assertThat(client.end.join()).isNull();
  }
}
