package chatwarden.standalone.command;

import chatwarden.standalone.engine.EmbeddedBroker;
import picocli.CommandLine.Command;

@Command(
    name = "broker",
    description = "The embedded broker by itself: AMQP 0-9-1 on loopback, durable.",
    mixinStandardHelpOptions = true)
final class ServeBrokerCommand extends ServeEngineCommand<EmbeddedBroker> {

  ServeBrokerCommand() {
    super("broker", EmbeddedBroker::at, EmbeddedBroker::uri);
  }
}
