package chatwarden.standalone.command;

import chatwarden.broker.BrokerKeys;
import chatwarden.ingest.server.IngestServer;
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
  @Mixin private PeerOptions peers = new PeerOptions();

  @Option(
      names = "--broker",
      paramLabel = "URI",
      description = "Where the broker is, amqp://user:password@host:port.")
  private @Nullable String broker;

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        peers
            .flags(
                IngestServer.LISTEN.address(),
                IngestServer.CLASSIFIER_TARGET,
                IngestServer.TAGGER_TARGET,
                IngestServer.REWRITER_TARGET)
            .put(IngestServer.LISTEN.port(), options.port())
            .put(BrokerKeys.URI, broker),
        IngestServer::listening,
        IngestServer::target,
        true,
        IngestServer::problems);
  }
}
