package chatwarden.mlops.command;

import picocli.CommandLine.Command;

/** Holds the stages that can be trained. */
@Command(
    name = "train",
    description = "Trains a model and puts it among those that are served, if it is not worse.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TrainStageOneCommand.class,
      TrainStageTwoCommand.class,
      EvidenceCommand.class,
      TrainLanguageCommand.class
    },
    synopsisSubcommandLabel = "STAGE")
final class TrainCommand {}
