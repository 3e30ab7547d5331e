package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.tagger.v1.StreamingTagSpansRequest;
import chatwarden.tagger.v1.StreamingTagSpansResponse;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CallPriorityTest {

  private final BlockingQueue<CallPriority> seen = new LinkedBlockingQueue<>();
  private final GrpcEndpoint endpoint =
      GrpcEndpoint.builder("test")
          .inProcess("call-priority-test")
          .service(CallPriority.read(new Service()))
          .build();
  private final ManagedChannel channel = GrpcChannels.open("inprocess:call-priority-test");

  /** Notes the priority of each call. */
  private final class Service extends TaggerServiceGrpc.TaggerServiceImplBase {
    @Override
    public void tagSpans(TagSpansRequest request, StreamObserver<TagSpansResponse> responses) {
      seen.add(CallPriority.current());
      responses.onNext(TagSpansResponse.getDefaultInstance());
      responses.onCompleted();
    }

    @Override
    public StreamObserver<StreamingTagSpansRequest> streamingTagSpans(
        StreamObserver<StreamingTagSpansResponse> responses) {
      return new StreamObserver<>() {
        @Override
        public void onNext(StreamingTagSpansRequest request) {
          seen.add(CallPriority.current());
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {
          responses.onCompleted();
        }
      };
    }
  }

  @BeforeEach
  void start() throws IOException {
    endpoint.start();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    endpoint.close();
  }

  private static void tag(Channel to) {
    var _ = TaggerServiceGrpc.newBlockingStub(to).tagSpans(TagSpansRequest.getDefaultInstance());
  }

  @Test
  void aCallHasThePriorityThatItClaims() {
    tag(ClientInterceptors.intercept(channel, CallPriority.LIVE.claim()));
    tag(ClientInterceptors.intercept(channel, CallPriority.BACKFILL.claim()));

    assertThat(seen).containsExactly(CallPriority.LIVE, CallPriority.BACKFILL);
  }

  @Test
  void aCallThatClaimsNothingIsBackfill() {
    tag(channel);

    assertThat(seen).containsExactly(CallPriority.BACKFILL);
  }

  @Test
  void aStreamsRequestsHaveThePriorityThatItClaims() throws Exception {
    StreamObserver<StreamingTagSpansRequest> requests =
        TaggerServiceGrpc.newStub(channel)
            .withInterceptors(CallPriority.LIVE.claim())
            .streamingTagSpans(new Ignored());
    requests.onNext(StreamingTagSpansRequest.getDefaultInstance());

    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo(CallPriority.LIVE);
    requests.onCompleted();
  }

  private static final class Ignored implements StreamObserver<StreamingTagSpansResponse> {
    @Override
    public void onNext(StreamingTagSpansResponse response) {}

    @Override
    public void onError(Throwable fault) {}

    @Override
    public void onCompleted() {}
  }

  @Test
  void aPriorityThatDoesNotExistIsRefused() {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("chatwarden-priority", Metadata.ASCII_STRING_MARSHALLER), "urgent");
    Channel odd =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    StatusRuntimeException fault =
        catchThrowableOfType(StatusRuntimeException.class, () -> tag(odd));

    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(StatusMapper.fromStatus(fault)).hasMessageContaining("chatwarden-priority");
    assertThat(seen).isEmpty();
  }

  @Test
  void aContextCanBeGivenAPriority() {
    CallPriority.LIVE
        .within(Context.ROOT)
        .run(() -> assertThat(CallPriority.current()).isEqualTo(CallPriority.LIVE));
    assertThat(CallPriority.current()).isEqualTo(CallPriority.BACKFILL);
  }
}
