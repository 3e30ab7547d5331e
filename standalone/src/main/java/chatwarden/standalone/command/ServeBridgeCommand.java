package chatwarden.standalone.command;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.server.BridgeKeys;
import chatwarden.bridge.server.BridgeServer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bridge",
    description = "REST, server-sent events, gRPC, gRPC-Web and the page on one port.",
    mixinStandardHelpOptions = true)
final class ServeBridgeCommand implements Callable<Integer> {
  @Mixin private ServeOptions options = new ServeOptions();
  @Mixin private PeerOptions peers = new PeerOptions();

  @Option(
      names = "--ingest",
      paramLabel = "HOST:PORT",
      description = "Where chat-ingest takes pushed comments. Default: 127.0.0.1:9103.")
  private @Nullable String ingest;

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        peers
            .flags(
                BridgeKeys.ADDRESS,
                ModelPeer.CLASSIFIER.target(),
                ModelPeer.TAGGER.target(),
                ModelPeer.REWRITER.target())
            .put(BridgeKeys.PORT, options.port())
            .put(BridgeKeys.INGEST_TARGET, ingest),
        BridgeServer::create,
        BridgeServer::address,
        false);
  }
}
