package chatwarden.standalone.command;

import chatwarden.rollout.v1.EndRolloutRequest;
import chatwarden.rollout.v1.PromoteRolloutRequest;
import chatwarden.rollout.v1.RollbackRolloutRequest;
import chatwarden.rollout.v1.SetCanaryShareRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rollout",
    description =
        "Steps from one version of a model to the next: shadow, canary, promotion; with a rollback"
            + " by itself where the challenger fails more, is slower, or flags otherwise.",
    mixinStandardHelpOptions = true,
    subcommands = {RolloutStartCommand.class, RolloutStatusCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:Done.", "2:The bridge refused, or is away."})
final class RolloutCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "canary",
      description = "Has the challenger answer a share of the chats.",
      mixinStandardHelpOptions = true)
  int canary(
      @Mixin RolloutOptions options,
      @Option(
              names = "--share",
              required = true,
              paramLabel = "SHARE",
              description = "The share, in [0, 1]; 0 only compares.")
          float share)
      throws Exception {
    SetCanaryShareRequest request =
        SetCanaryShareRequest.newBuilder().setModel(options.model()).setShare(share).build();
    options.printRollout(
        options.call(bridge -> bridge.setCanaryShare(request)), spec.commandLine().getOut());
    return 0;
  }

  @Command(
      name = "promote",
      description = "Has the challenger answer all calls.",
      mixinStandardHelpOptions = true)
  int promote(@Mixin RolloutOptions options) throws Exception {
    PromoteRolloutRequest request =
        PromoteRolloutRequest.newBuilder().setModel(options.model()).build();
    options.printRollout(
        options.call(bridge -> bridge.promoteRollout(request)), spec.commandLine().getOut());
    return 0;
  }

  @Command(
      name = "rollback",
      description = "Has the champion answer all calls again.",
      mixinStandardHelpOptions = true)
  int rollback(
      @Mixin RolloutOptions options,
      @Option(
              names = "--reason",
              defaultValue = "",
              paramLabel = "TEXT",
              description = "Why, for the log of changes.")
          String reason)
      throws Exception {
    RollbackRolloutRequest request =
        RollbackRolloutRequest.newBuilder().setModel(options.model()).setReason(reason).build();
    options.printRollout(
        options.call(bridge -> bridge.rollbackRollout(request)), spec.commandLine().getOut());
    return 0;
  }

  @Command(
      name = "end",
      description = "Forgets the rollout: the newest version answers.",
      mixinStandardHelpOptions = true)
  int end(@Mixin RolloutOptions options) throws Exception {
    EndRolloutRequest request = EndRolloutRequest.newBuilder().setModel(options.model()).build();
    var _ = options.call(bridge -> bridge.endRollout(request));
    return 0;
  }
}
