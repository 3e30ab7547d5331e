package chatwarden.benchmarks.load;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A way to have texts judged by a running platform, one call at a time. */
interface UnaryClient extends AutoCloseable {
  int TEXTS = 64;
  int CONNECTIONS = 4;

  /** The client of the JDK fails calls beyond 100 at a time on one connection. */
  int HTTP_CONNECTIONS = 20;

  /** How a call ended. */
  enum Outcome {
    ACCEPTED,
    /** Refused, and told when to come again. */
    REFUSED_WITH_HINT,
    REFUSED_WITHOUT_HINT,
    FAULT
  }

  /** Makes a call of {@value #TEXTS} texts; never fails. */
  CompletableFuture<Outcome> call();

  @Override
  void close();

  /** The texts of every call. */
  static List<String> texts() {
    ChatTexts invented = new ChatTexts(new Random(42));
    return Stream.generate(invented::next).limit(TEXTS).toList();
  }

  /** The doors that are measured. */
  enum Kind {
    GRPC_CLASSIFY,
    GRPC_TAG,
    REST_CLASSIFY;

    UnaryClient open(int port) {
      List<String> texts = texts();
      return switch (this) {
        case GRPC_CLASSIFY -> {
          ClassifyTextsRequest.Builder request = ClassifyTextsRequest.newBuilder();
          texts.forEach(text -> request.addComments(TextToClassify.newBuilder().setText(text)));
          ClassifyTextsRequest asked = request.setLanguage("vi").build();
          yield new Grpc(
              port,
              channel -> {
                Ended<ClassifyTextsResponse> end = new Ended<>();
                ClassifierServiceGrpc.newStub(channel).classifyTexts(asked, end);
                return end.outcome;
              });
        }
        case GRPC_TAG -> {
          TagSpansRequest.Builder request = TagSpansRequest.newBuilder();
          texts.forEach(text -> request.addComments(TextToTag.newBuilder().setText(text)));
          TagSpansRequest asked = request.setLanguage("vi").build();
          yield new Grpc(
              port,
              channel -> {
                Ended<TagSpansResponse> end = new Ended<>();
                TaggerServiceGrpc.newStub(channel).tagSpans(asked, end);
                return end.outcome;
              });
        }
        case REST_CLASSIFY -> new Rest(port, texts);
      };
    }
  }

  /** gRPC over a few connections. */
  final class Grpc implements UnaryClient {
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final Method method;

    /** Makes a call of one method. */
    interface Method {
      CompletableFuture<Outcome> call(ManagedChannel channel);
    }

    Grpc(int port, Method method) {
      this.method = method;
      for (int i = 0; i < CONNECTIONS; i++) {
        channels.add(GrpcChannels.open("127.0.0.1:" + port));
      }
    }

    @Override
    public CompletableFuture<Outcome> call() {
      return method.call(channels.get(ThreadLocalRandom.current().nextInt(CONNECTIONS)));
    }

    @Override
    public void close() {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  /** Completes with the outcome of a gRPC call. */
  final class Ended<A> implements StreamObserver<A> {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    @Override
    public void onNext(A response) {}

    @Override
    public void onError(Throwable fault) {
      boolean refused =
          fault instanceof StatusRuntimeException status
              && StatusMapper.fromStatus(status) instanceof OverloadedException full
              && full.retryAfter().isPositive();
      outcome.complete(refused ? Outcome.REFUSED_WITH_HINT : withoutHint(fault));
    }

    private static Outcome withoutHint(Throwable fault) {
      return Status.fromThrowable(fault).getCode() == Status.Code.RESOURCE_EXHAUSTED
          ? Outcome.REFUSED_WITHOUT_HINT
          : Outcome.FAULT;
    }

    @Override
    public void onCompleted() {
      outcome.complete(Outcome.ACCEPTED);
    }
  }

  /** JSON over HTTP/2. */
  final class Rest implements UnaryClient {
    private final List<HttpClient> clients =
        Stream.generate(HttpClient::newHttpClient).limit(HTTP_CONNECTIONS).toList();
    private final HttpRequest request;

    Rest(int port, List<String> texts) {
      String comments =
          texts.stream()
              .map(text -> "{\"text\":\"" + text + "\"}")
              .collect(Collectors.joining(",", "{\"comments\":[", "],\"language\":\"vi\"}"));
      request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/comments:classify"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(comments))
              .build();
    }

    @Override
    public CompletableFuture<Outcome> call() {
      return clients
          .get(ThreadLocalRandom.current().nextInt(HTTP_CONNECTIONS))
          .sendAsync(request, HttpResponse.BodyHandlers.discarding())
          .handle((response, fault) -> fault == null ? outcome(response) : Outcome.FAULT);
    }

    private static Outcome outcome(HttpResponse<?> response) {
      return switch (response.statusCode()) {
        case 200 -> Outcome.ACCEPTED;
        case 429 ->
            response.headers().firstValue("retry-after").isPresent()
                ? Outcome.REFUSED_WITH_HINT
                : Outcome.REFUSED_WITHOUT_HINT;
        default -> Outcome.FAULT;
      };
    }

    @Override
    public void close() {
      clients.forEach(HttpClient::shutdownNow);
    }
  }
}
