package chatwarden.serving.rollout;

import chatwarden.rollout.v1.RolloutSyncServiceGrpc.RolloutSyncServiceImplBase;
import chatwarden.rollout.v1.SyncRolloutsRequest;
import chatwarden.rollout.v1.SyncRolloutsResponse;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.stub.StreamObserver;

/** The rollouts of a model server, as {@code RolloutSyncService}; it never blocks. */
public final class RolloutSyncGrpcService extends RolloutSyncServiceImplBase {

  private final RolloutPart<?, ?> part;

  /** A door to {@code part}. */
  public RolloutSyncGrpcService(RolloutPart<?, ?> part) {
    this.part = part;
  }

  @Override
  public void syncRollouts(
      SyncRolloutsRequest request, StreamObserver<SyncRolloutsResponse> observer) {
    SyncRolloutsResponse response;
    try {
      response = part.sync(request);
    } catch (RuntimeException e) {
      observer.onError(StatusMapper.toStatus(e));
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }
}
