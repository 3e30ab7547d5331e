package chatwarden.standalone.command;

import chatwarden.standalone.engine.EmbeddedRedis;
import picocli.CommandLine.Command;

@Command(
    name = "redis",
    description = "The embedded Redis by itself, on loopback, durable.",
    mixinStandardHelpOptions = true)
final class ServeRedisCommand extends ServeEngineCommand<EmbeddedRedis> {

  ServeRedisCommand() {
    super("redis", EmbeddedRedis::at, EmbeddedRedis::uri);
  }
}
