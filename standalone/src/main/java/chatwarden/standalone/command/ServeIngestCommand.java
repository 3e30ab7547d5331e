package chatwarden.standalone.command;

import chatwarden.ingest.broker.BrokerKeys;
import chatwarden.ingest.server.IngestServer;
import chatwarden.store.redis.StoreKeys;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "ingest",
    description = "Reads the chats of the sessions, runs the stages and records.",
    mixinStandardHelpOptions = true)
final class ServeIngestCommand implements Callable<Integer> {
  @Mixin private ServeOptions options = new ServeOptions();

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: 127.0.0.1.")
  private @Nullable String address;

  @Option(
      names = "--broker",
      paramLabel = "URI",
      description = "Where the broker is, amqp://user:password@host:port.")
  private @Nullable String broker;

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

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        new ConfigOptions.Flags()
            .put(IngestServer.LISTEN.port(), options.port())
            .put(IngestServer.LISTEN.address(), address)
            .put(BrokerKeys.URI, broker)
            .put(StoreKeys.REDIS_URI, redis)
            .put(IngestServer.CLASSIFIER_TARGET, classifier)
            .put(IngestServer.TAGGER_TARGET, tagger),
        IngestServer::listening,
        IngestServer::target,
        true,
        IngestServer::problems);
  }
}
