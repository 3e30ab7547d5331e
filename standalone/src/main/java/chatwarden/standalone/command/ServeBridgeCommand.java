package chatwarden.standalone.command;

import chatwarden.bridge.server.BridgeKeys;
import chatwarden.bridge.server.BridgeServer;
import chatwarden.store.redis.StoreKeys;
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

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: 127.0.0.1.")
  private @Nullable String address;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description = "Where Redis is, redis://[user:password@]host:port.")
  private @Nullable String redis;

  @Option(
      names = "--classifier",
      paramLabel = "HOST:PORT",
      description = "Where the classifier-server is. Default: 127.0.0.1:9101.")
  private @Nullable String classifier;

  @Option(
      names = "--tagger",
      paramLabel = "HOST:PORT",
      description = "Where the tagger-server is. Default: 127.0.0.1:9102.")
  private @Nullable String tagger;

  @Option(
      names = "--ingest",
      paramLabel = "HOST:PORT",
      description = "Where chat-ingest takes pushed comments. Default: 127.0.0.1:9103.")
  private @Nullable String ingest;

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        new ConfigOptions.Flags()
            .put(BridgeKeys.PORT, options.port())
            .put(BridgeKeys.ADDRESS, address)
            .put(StoreKeys.REDIS_URI, redis)
            .put(BridgeKeys.CLASSIFIER_TARGET, classifier)
            .put(BridgeKeys.TAGGER_TARGET, tagger)
            .put(BridgeKeys.INGEST_TARGET, ingest),
        BridgeServer::create,
        BridgeServer::address,
        false);
  }
}
