package chatwarden.bridge.platform;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.domain.access.ChatScope;
import chatwarden.platform.v1.Caller;
import chatwarden.platform.v1.ChatLimit;
import chatwarden.platform.v1.GetCallerRequest;
import chatwarden.platform.v1.GetPlatformStatusRequest;
import chatwarden.platform.v1.PartState;
import chatwarden.platform.v1.PlatformPart;
import chatwarden.platform.v1.PlatformServiceGrpc.PlatformServiceImplBase;
import chatwarden.platform.v1.PlatformStatus;
import chatwarden.platform.v1.Role;
import chatwarden.runtime.grpc.EngineHealth;
import chatwarden.runtime.health.OwnEngine;
import chatwarden.store.comment.CommentStore;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** How the platform is doing, as {@code PlatformService}. Answers on virtual threads. */
public final class PlatformGrpcService extends PlatformServiceImplBase {

  private static final String WHOLE_SERVER = "";

  private final CommentStore store;
  private final Supplier<Optional<String>> storeProblem;
  private final Channel ingest;
  private final Function<ModelPeer, Channel> models;
  private final List<OwnEngine> engines;
  private final StoreCalls calls;

  /**
   * A door that asks these parts.
   *
   * @param storeProblem why the store does not work; empty while it does
   * @param models gives the channel to a model server
   * @param engines those that this process runs itself
   */
  public PlatformGrpcService(
      CommentStore store,
      Supplier<Optional<String>> storeProblem,
      Channel ingest,
      Function<ModelPeer, Channel> models,
      List<OwnEngine> engines,
      StoreCalls calls) {
    this.store = store;
    this.storeProblem = storeProblem;
    this.ingest = ingest;
    this.models = models;
    this.engines = List.copyOf(engines);
    this.calls = calls;
  }

  @Override
  public void getPlatformStatus(
      GetPlatformStatusRequest request, StreamObserver<PlatformStatus> observer) {
    calls.answer(
        observer,
        () -> {
          var storeState = soon(this::store);
          var brokerState = soon(() -> PartHealth.ask(ingest, EngineHealth.BROKER));
          var recordingState = soon(() -> PartHealth.ask(ingest, EngineHealth.RECORDING));
          var ingestState = soon(() -> PartHealth.ask(ingest, WHOLE_SERVER));
          Map<ModelPeer, CompletableFuture<PartState>> modelStates = new LinkedHashMap<>();
          for (ModelPeer peer : ModelPeer.ALL) {
            modelStates.put(peer, soon(() -> PartHealth.ask(models.apply(peer), WHOLE_SERVER)));
          }
          PartState ofIngest = ingestState.join();
          PartState ofBroker =
              ofIngest == PartState.SERVING ? brokerState.join() : PartState.UNKNOWN;
          PlatformStatus.Builder status =
              PlatformStatus.newBuilder()
                  .addParts(store(storeState.join()))
                  .addParts(part("broker", ofBroker, Optional.empty()))
                  .addParts(ingest(ofIngest, recordingState.join()));
          modelStates.forEach(
              (peer, state) -> status.addParts(part(peer.name(), state.join(), Optional.empty())));
          return status.build();
        });
  }

  @Override
  public void getCaller(GetCallerRequest request, StreamObserver<Caller> observer) {
    Caller.Builder caller =
        Caller.newBuilder().setId(AccessControl.currentCaller()).setRole(currentRole());
    ChatScope scope = AccessControl.currentChats();
    if (scope.limited()) {
      caller.setLimit(ChatLimit.newBuilder().addAllChats(scope.chats()));
    }
    observer.onNext(caller.build());
    observer.onCompleted();
  }

  private static Role currentRole() {
    return switch (AccessControl.currentRole()) {
      case VIEWER -> Role.VIEWER;
      case MODERATOR -> Role.MODERATOR;
      case ADMIN -> Role.ADMIN;
    };
  }

  /** A store that answers reads but stores nothing says why. */
  private PlatformPart store(PartState reads) {
    return part("store", reads, reads == PartState.SERVING ? storeProblem.get() : Optional.empty());
  }

  private PlatformPart ingest(PartState whole, PartState recording) {
    boolean stalled = whole == PartState.SERVING && recording == PartState.AWAY;
    return part(
        "ingest",
        stalled ? PartState.AWAY : whole,
        stalled ? Optional.of(EngineHealth.NOTHING_RECORDED) : Optional.empty());
  }

  /** A part with a problem is away; what this process knows of an engine of its own says more. */
  private PlatformPart part(String name, PartState state, Optional<String> problem) {
    PlatformPart.Builder part =
        PlatformPart.newBuilder()
            .setName(name)
            .setState(problem.isPresent() ? PartState.AWAY : state);
    problem.ifPresent(part::setProblem);
    for (OwnEngine engine : engines) {
      if (engine.part().equals(name)) {
        engine.problem().ifPresent(part::setProblem);
        part.setFreeBytes(engine.freeBytes());
      }
    }
    return part.build();
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
    return answer.completeOnTimeout(
        PartState.AWAY, PartHealth.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private PartState store() {
    store.chats(1, "");
    return PartState.SERVING;
  }
}
