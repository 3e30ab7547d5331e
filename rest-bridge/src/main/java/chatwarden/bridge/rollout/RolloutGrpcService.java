package chatwarden.bridge.rollout;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.rollout.v1.EndRolloutRequest;
import chatwarden.rollout.v1.EndRolloutResponse;
import chatwarden.rollout.v1.GetRolloutRequest;
import chatwarden.rollout.v1.GetRolloutResponse;
import chatwarden.rollout.v1.ListRolloutChangesRequest;
import chatwarden.rollout.v1.ListRolloutChangesResponse;
import chatwarden.rollout.v1.ListRolloutsRequest;
import chatwarden.rollout.v1.ListRolloutsResponse;
import chatwarden.rollout.v1.PromoteRolloutRequest;
import chatwarden.rollout.v1.RollbackRolloutRequest;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutCriteria;
import chatwarden.rollout.v1.RolloutServiceGrpc.RolloutServiceImplBase;
import chatwarden.rollout.v1.SetCanaryShareRequest;
import chatwarden.rollout.v1.StartRolloutRequest;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.store.rollout.RolloutChangePage;
import chatwarden.store.rollout.RolloutStore;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** The rollouts, as {@code RolloutService}. Answers on virtual threads. */
public final class RolloutGrpcService extends RolloutServiceImplBase {

  private final RolloutDirector director;
  private final RolloutStore store;
  private final StoreCalls calls;

  /** A door to the rollouts and their log. */
  public RolloutGrpcService(RolloutDirector director, RolloutStore store, StoreCalls calls) {
    this.director = director;
    this.store = store;
    this.calls = calls;
  }

  @Override
  public void startRollout(StartRolloutRequest request, StreamObserver<Rollout> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          String champion = request.getChampion();
          RolloutCriteria criteria = RolloutRequests.criteria(request.getCriteria());
          return director.start(
              RolloutRequests.name("model", request.getModel()),
              champion.isEmpty() ? "" : RolloutRequests.name("champion", champion),
              RolloutRequests.name("challenger", request.getChallenger()),
              criteria,
              caller);
        });
  }

  @Override
  public void listRollouts(
      ListRolloutsRequest request, StreamObserver<ListRolloutsResponse> observer) {
    calls.answer(observer, () -> page(request));
  }

  private ListRolloutsResponse page(ListRolloutsRequest request) {
    int size = request.getPageSize();
    long most = (long) FieldRules.bounds(request.getDescriptorForType(), "page_size").most();
    if (size < 0 || size > most) {
      throw InvalidInputException.of("page_size", size + " (expected: 1 to " + most + ")");
    }
    long wanted =
        size == 0
            ? (long) FieldRules.defaultNumber(request.getDescriptorForType(), "page_size")
            : size;
    List<Rollout> rest =
        store.read().rollouts().stream()
            .filter(rollout -> rollout.getModel().compareTo(request.getPageToken()) > 0)
            .toList();
    List<Rollout> page = rest.stream().limit(wanted).toList();
    return ListRolloutsResponse.newBuilder()
        .addAllRollouts(page)
        .setNextPageToken(page.size() < rest.size() ? page.getLast().getModel() : "")
        .build();
  }

  @Override
  public void getRollout(GetRolloutRequest request, StreamObserver<GetRolloutResponse> observer) {
    calls.answer(observer, () -> director.get(RolloutRequests.name("model", request.getModel())));
  }

  @Override
  public void setCanaryShare(SetCanaryShareRequest request, StreamObserver<Rollout> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () ->
            director.setShare(
                RolloutRequests.name("model", request.getModel()),
                RolloutRequests.share(request),
                caller));
  }

  @Override
  public void promoteRollout(PromoteRolloutRequest request, StreamObserver<Rollout> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> director.promote(RolloutRequests.name("model", request.getModel()), caller));
  }

  @Override
  public void rollbackRollout(RollbackRolloutRequest request, StreamObserver<Rollout> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () ->
            director.rollBack(
                RolloutRequests.name("model", request.getModel()),
                RolloutRequests.reason(request),
                caller));
  }

  @Override
  public void endRollout(EndRolloutRequest request, StreamObserver<EndRolloutResponse> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> {
          director.end(RolloutRequests.name("model", request.getModel()), caller);
          return EndRolloutResponse.getDefaultInstance();
        });
  }

  @Override
  public void listRolloutChanges(
      ListRolloutChangesRequest request, StreamObserver<ListRolloutChangesResponse> observer) {
    calls.answer(
        observer,
        () -> {
          RolloutChangePage page = store.changes(request.getPageSize(), request.getPageToken());
          return ListRolloutChangesResponse.newBuilder()
              .addAllChanges(page.changes())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }
}
