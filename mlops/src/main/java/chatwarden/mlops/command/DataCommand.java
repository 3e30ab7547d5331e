package chatwarden.mlops.command;

import picocli.CommandLine.Command;

@Command(
    name = "data",
    description = "Checks data sets.",
    mixinStandardHelpOptions = true,
    subcommands = {DataValidateCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand {}
