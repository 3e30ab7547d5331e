package chatwarden.bridge.registry;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.registry.v1.ListAliasMovesRequest;
import chatwarden.registry.v1.ListAliasMovesResponse;
import chatwarden.registry.v1.MoveAliasRequest;
import chatwarden.registry.v1.MoveAliasResponse;
import chatwarden.registry.v1.RegistryServiceGrpc.RegistryServiceImplBase;
import chatwarden.store.audit.AliasLog;
import chatwarden.store.audit.AliasMovePage;
import io.grpc.stub.StreamObserver;

/** The aliases of models, as {@code RegistryService}. Answers on virtual threads. */
public final class RegistryGrpcService extends RegistryServiceImplBase {

  private final AliasMover mover;
  private final AliasLog log;
  private final StoreCalls calls;

  /** A door to the aliases and their log. */
  public RegistryGrpcService(AliasMover mover, AliasLog log, StoreCalls calls) {
    this.mover = mover;
    this.log = log;
    this.calls = calls;
  }

  @Override
  public void moveAlias(MoveAliasRequest request, StreamObserver<MoveAliasResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () ->
            MoveAliasResponse.newBuilder()
                .setMove(
                    mover.move(
                        request.getModel(), request.getAlias(), request.getVersion(), caller))
                .build());
  }

  @Override
  public void listAliasMoves(
      ListAliasMovesRequest request, StreamObserver<ListAliasMovesResponse> observer) {
    calls.answer(
        observer,
        () -> {
          AliasMovePage page = log.list(request.getPageSize(), request.getPageToken());
          return ListAliasMovesResponse.newBuilder()
              .addAllMoves(page.moves())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }
}
