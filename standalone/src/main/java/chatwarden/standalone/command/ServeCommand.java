package chatwarden.standalone.command;

import picocli.CommandLine.Command;

@Command(
    name = "serve",
    description = "Runs one service in a process of its own.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ServeIngestCommand.class,
      ServeBridgeCommand.class,
      ServePipelinesCommand.class,
      ServeBrokerCommand.class,
      ServeRedisCommand.class,
    },
    synopsisSubcommandLabel = "SERVICE")
final class ServeCommand {}
