package chatwarden.bridge.rollout;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.rollout.ServerReports.Asked;
import chatwarden.rollout.v1.RolloutSyncServiceGrpc;
import chatwarden.rollout.v1.SyncRolloutsRequest;
import chatwarden.rollout.v1.SyncRolloutsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.store.rollout.RolloutState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Brings the state of the rollouts to every model server at the addresses of all stages, and takes
 * their counts. Blocks for at most {@value #SECONDS} s; safe for use by many threads.
 */
final class SyncedServers implements AutoCloseable {

  private static final int SECONDS = 2;

  private final Config config;
  private final Map<ModelPeer, Map<String, ManagedChannel>> channels = new HashMap<>();
  private boolean closed;

  /** A call under way. */
  private record Pending(ModelPeer peer, String address, Future<SyncRolloutsResponse> answer) {}

  SyncedServers(Config config) {
    this.config = config;
  }

  ServerReports sync(RolloutState state) throws InterruptedException {
    SyncRolloutsRequest request =
        SyncRolloutsRequest.newBuilder()
            .setRevision(state.revision())
            .addAllRollouts(state.rollouts())
            .build();
    List<Asked> asked = new ArrayList<>();
    for (Pending call : calls(request)) {
      asked.add(answer(call));
    }
    return new ServerReports(asked);
  }

  private synchronized List<Pending> calls(SyncRolloutsRequest request) {
    List<Pending> calls = new ArrayList<>();
    for (ModelPeer peer : closed ? List.<ModelPeer>of() : ModelPeer.ALL) {
      Map<String, ManagedChannel> open =
          GrpcChannels.openEach(
              config.get(peer.target()), config, channels.getOrDefault(peer, Map.of()));
      channels.put(peer, open);
      open.forEach(
          (address, channel) ->
              calls.add(
                  new Pending(
                      peer,
                      address,
                      RolloutSyncServiceGrpc.newFutureStub(channel)
                          .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                          .syncRollouts(request))));
    }
    return calls;
  }

  private static Asked answer(Pending call) throws InterruptedException {
    try {
      return new Asked(call.peer().name(), call.address(), Optional.of(call.answer().get()), "");
    } catch (ExecutionException e) {
      Status status = Status.fromThrowable(e);
      return new Asked(
          call.peer().name(),
          call.address(),
          Optional.empty(),
          "does not answer: " + status.getCode());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    channels.values().forEach(open -> open.values().forEach(ManagedChannel::shutdownNow));
  }
}
