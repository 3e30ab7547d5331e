package chatwarden.bridge.console;

import chatwarden.bridge.door.StoreCalls;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.console.v1.ColumnState;
import chatwarden.console.v1.DriftColumn;
import chatwarden.console.v1.GetModelConsoleRequest;
import chatwarden.console.v1.ModelConsole;
import chatwarden.console.v1.ModelConsoleServiceGrpc.ModelConsoleServiceImplBase;
import chatwarden.console.v1.ServedModel;
import chatwarden.domain.drift.ColumnDrift;
import chatwarden.store.comment.CommentStore;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** The models that are served, as {@code ModelConsoleService}. Answers on virtual threads. */
public final class ModelConsoleGrpcService extends ModelConsoleServiceImplBase {

  private static final Executor THREADS = Thread::startVirtualThread;

  private final Function<ModelPeer, Channel> models;
  private final CommentStore comments;
  private final Supplier<Collection<ColumnDrift>> drift;
  private final StoreCalls calls;

  /**
   * A door to the console.
   *
   * @param models gives the channel to a model server
   * @param drift the last comparison with the reference
   */
  public ModelConsoleGrpcService(
      Function<ModelPeer, Channel> models,
      CommentStore comments,
      Supplier<Collection<ColumnDrift>> drift,
      StoreCalls calls) {
    this.models = models;
    this.comments = comments;
    this.drift = drift;
    this.calls = calls;
  }

  @Override
  public void getModelConsole(
      GetModelConsoleRequest request, StreamObserver<ModelConsole> observer) {
    calls.answer(observer, this::console);
  }

  private ModelConsole console() {
    Map<ModelPeer, CompletableFuture<Optional<List<ServedModel>>>> asked = new LinkedHashMap<>();
    for (ModelPeer peer : ModelPeer.ALL) {
      asked.put(peer, CompletableFuture.supplyAsync(() -> served(peer), THREADS));
    }
    ModelConsole.Builder console = ModelConsole.newBuilder().setTraffic(TrafficSample.of(comments));
    asked.forEach(
        (peer, answer) ->
            answer
                .join()
                .ifPresentOrElse(console::addAllModels, () -> console.addAway(peer.name())));
    drift.get().forEach(column -> console.addDrift(column(column)));
    return console.build();
  }

  private Optional<List<ServedModel>> served(ModelPeer peer) {
    try {
      return Optional.of(ServedModels.ask(peer, models.apply(peer)));
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  private static DriftColumn column(ColumnDrift drift) {
    return DriftColumn.newBuilder()
        .setColumn(drift.column().id())
        .setLanguage(drift.language())
        .setState(state(drift))
        .setScore((float) drift.score())
        .setThreshold((float) drift.threshold())
        .build();
  }

  private static ColumnState state(ColumnDrift drift) {
    return switch (drift.state()) {
      case DRIFTED -> ColumnState.DRIFTED;
      case STABLE -> ColumnState.STABLE;
      case TOO_FEW -> ColumnState.TOO_FEW;
      case NO_REFERENCE -> ColumnState.NO_REFERENCE;
    };
  }
}
