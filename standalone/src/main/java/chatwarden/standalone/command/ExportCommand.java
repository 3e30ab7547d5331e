package chatwarden.standalone.command;

import picocli.CommandLine.Command;

@Command(
    name = "export",
    description = "Exports from a running platform.",
    mixinStandardHelpOptions = true,
    subcommands = {ExportLabelsCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class ExportCommand {}
