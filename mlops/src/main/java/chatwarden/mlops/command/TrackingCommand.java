package chatwarden.mlops.command;

import picocli.CommandLine.Command;

/** Holds the commands about the tracking of trainings. */
@Command(
    name = "tracking",
    description = "Sends the journals of trainings to an MLflow server.",
    mixinStandardHelpOptions = true,
    subcommands = TrackingSyncCommand.class,
    synopsisSubcommandLabel = "COMMAND")
final class TrackingCommand {}
