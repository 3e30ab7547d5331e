package chatwarden.bridge.platform;

import chatwarden.bridge.door.StoreCalls;
import chatwarden.platform.v1.GetPlatformStatusRequest;
import chatwarden.platform.v1.PartState;
import chatwarden.platform.v1.PlatformPart;
import chatwarden.platform.v1.PlatformServiceGrpc.PlatformServiceImplBase;
import chatwarden.platform.v1.PlatformStatus;
import chatwarden.runtime.grpc.EngineHealth;
import chatwarden.store.comment.CommentStore;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How the platform is doing, as {@code PlatformService}. Answers on virtual threads. */
public final class PlatformDoor extends PlatformServiceImplBase {

  private static final long PATIENCE_MILLIS = 1_000;
  private static final String WHOLE_SERVER = "";

  private final CommentStore store;
  private final Channel ingest;
  private final Channel classifier;
  private final Channel tagger;
  private final StoreCalls calls;

  /** A door that asks these parts. */
  public PlatformDoor(
      CommentStore store, Channel ingest, Channel classifier, Channel tagger, StoreCalls calls) {
    this.store = store;
    this.ingest = ingest;
    this.classifier = classifier;
    this.tagger = tagger;
    this.calls = calls;
  }

  @Override
  public void getPlatformStatus(
      GetPlatformStatusRequest request, StreamObserver<PlatformStatus> observer) {
    calls.answer(
        observer,
        () -> {
          var storeState = soon(this::store);
          var brokerState = soon(() -> ask(ingest, EngineHealth.BROKER));
          var ingestState = soon(() -> ask(ingest, WHOLE_SERVER));
          var classifierState = soon(() -> ask(classifier, WHOLE_SERVER));
          var taggerState = soon(() -> ask(tagger, WHOLE_SERVER));
          PartState ofIngest = ingestState.join();
          PartState ofBroker =
              ofIngest == PartState.SERVING ? brokerState.join() : PartState.UNKNOWN;
          return PlatformStatus.newBuilder()
              .addParts(part("store", storeState.join()))
              .addParts(part("broker", ofBroker))
              .addParts(part("ingest", ofIngest))
              .addParts(part("classifier", classifierState.join()))
              .addParts(part("tagger", taggerState.join()))
              .build();
        });
  }

  private static PlatformPart part(String name, PartState state) {
    return PlatformPart.newBuilder().setName(name).setState(state).build();
  }

  private static CompletableFuture<PartState> soon(Callable<PartState> question) {
    CompletableFuture<PartState> answer = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            answer.complete(question.call());
          } catch (Exception e) {
            answer.complete(PartState.AWAY);
          }
        });
    return answer.completeOnTimeout(PartState.AWAY, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private PartState store() {
    store.chats(1, "");
    return PartState.SERVING;
  }

  /** A server that does not know the service cannot say. */
  private static PartState ask(Channel channel, String service) throws StatusException {
    try {
      HealthCheckResponse answer =
          HealthGrpc.newBlockingV2Stub(channel)
              .withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.newBuilder().setService(service).build());
      return answer.getStatus() == ServingStatus.SERVING ? PartState.SERVING : PartState.AWAY;
    } catch (StatusException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return PartState.UNKNOWN;
      }
      throw e;
    }
  }
}
