package chatwarden.bridge.server;

import static java.util.Objects.requireNonNull;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.admission.CallAdmission;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.registry.AliasMover;
import chatwarden.bridge.rollout.RolloutDirector;
import chatwarden.bridge.watch.WatchStreams;
import chatwarden.bridge.webhook.Webhooks;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.health.OwnEngine;
import io.grpc.Channel;
import java.util.List;
import java.util.Map;

/**
 * The parts that the services of a bridge share.
 *
 * @param calls the threads on which services call the store
 * @param engines those that run in this process
 */
record BridgeParts(
    Config config,
    Stores stores,
    StoreCalls calls,
    WatchStreams streams,
    AccessControl access,
    CallAdmission admission,
    Servers servers,
    AliasMover aliases,
    RolloutDirector rollouts,
    Webhooks webhooks,
    List<OwnEngine> engines) {

  /** The channels to the servers that the bridge calls. */
  record Servers(Map<ModelPeer, Channel> models, Channel ingest) {

    Servers {
      models = Map.copyOf(models);
    }

    /** Returns the channel to a model server. */
    Channel model(ModelPeer peer) {
      return requireNonNull(models.get(peer), peer.name());
    }
  }
}
