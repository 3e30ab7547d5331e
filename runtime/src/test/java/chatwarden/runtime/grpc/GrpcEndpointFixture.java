package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.tagger.v1.StreamingTagSpansRequest;
import chatwarden.tagger.v1.StreamingTagSpansResponse;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Serves a service whose answers the model that is asked for decides. */
@Timeout(60)
abstract class GrpcEndpointFixture {

  final Telemetry telemetry = Telemetry.prometheus();
  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch released = new CountDownLatch(1);
  final AtomicReference<@Nullable StreamObserver<StreamingTagSpansResponse>> stream =
      new AtomicReference<>();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  /** Answers by the model that is asked for. */
  private final class Service extends TaggerServiceGrpc.TaggerServiceImplBase {

    @Override
    public void tagSpans(TagSpansRequest request, StreamObserver<TagSpansResponse> responses) {
      switch (request.getModel()) {
        case "throws" -> throw new IllegalStateException("words of a comment");
        case "refuses" -> throw FaultCode.NOT_FOUND.exception("MODEL_NOT_FOUND", "none such");
        case "ends" -> responses.onError(InvalidInputException.of("model", "is odd"));
        case "waits" -> {
          entered.countDown();
          awaitRelease();
        }
        default -> {}
      }
      if (!request.getModel().equals("ends")) {
        responses.onNext(
            TagSpansResponse.newBuilder().addTaggings(TaggedText.newBuilder().setId("1")).build());
        responses.onCompleted();
      }
    }

    @Override
    public StreamObserver<StreamingTagSpansRequest> streamingTagSpans(
        StreamObserver<StreamingTagSpansResponse> responses) {
      stream.set(responses);
      return new Sink<>();
    }

    private void awaitRelease() {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static final class Sink<T> implements StreamObserver<T> {
    final CompletableFuture<T> first = new CompletableFuture<>();

    @Override
    public void onNext(T value) {
      first.complete(value);
    }

    @Override
    public void onError(Throwable fault) {
      first.completeExceptionally(fault);
    }

    @Override
    public void onCompleted() {
      first.completeExceptionally(new IllegalStateException("completed"));
    }
  }

  @AfterEach
  void close() throws Exception {
    released.countDown();
    for (AutoCloseable closeable : toClose.reversed()) {
      closeable.close();
    }
    telemetry.close();
  }

  GrpcEndpoint.Builder builder() {
    return GrpcEndpoint.builder("tagger").service(new Service()).telemetry(telemetry);
  }

  GrpcEndpoint started(GrpcEndpoint.Builder builder) throws Exception {
    GrpcEndpoint endpoint = builder.build();
    endpoint.start();
    toClose.add(endpoint::close);
    return endpoint;
  }

  GrpcEndpoint started() throws Exception {
    return started(builder().address("127.0.0.1", 0));
  }

  ManagedChannel channel(String target) {
    ManagedChannel channel = GrpcChannels.open(target);
    toClose.add(channel::shutdownNow);
    return channel;
  }

  TaggerServiceGrpc.TaggerServiceBlockingStub client(String target) {
    return TaggerServiceGrpc.newBlockingStub(channel(target));
  }

  static TagSpansRequest request(String model) {
    return TagSpansRequest.newBuilder().setModel(model).build();
  }

  static StatusRuntimeException fault(
      TaggerServiceGrpc.TaggerServiceBlockingStub client, String model) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> client.tagSpans(request(model)));
  }

  static HealthCheckRequest check(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }
}
