package chatwarden.bridge.server;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.admission.CallAdmission;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.bridge.watch.WatchStreams;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.health.OwnEngine;
import io.grpc.Channel;
import java.util.List;

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
    List<OwnEngine> engines) {

  /** The channels to the servers that the bridge calls. */
  record Servers(Channel classifier, Channel tagger, Channel ingest) {}
}
