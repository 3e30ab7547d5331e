package chatwarden.standalone.command;

import chatwarden.rollout.v1.StartRolloutRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "start",
    description = "Compares a challenger with the version that answers, without its being seen.",
    mixinStandardHelpOptions = true)
final class RolloutStartCommand implements Callable<Integer> {

  @Mixin private RolloutOptions options = new RolloutOptions();
  @Mixin private CriteriaOptions criteria = new CriteriaOptions();

  @Option(
      names = "--challenger",
      required = true,
      paramLabel = "VERSION",
      description = "The version that is to take the champion's place.")
  private String challenger = "";

  @Option(
      names = "--champion",
      defaultValue = "",
      paramLabel = "VERSION",
      description = "The version that answers. Default: the one that answers now.")
  private String champion = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    StartRolloutRequest request =
        StartRolloutRequest.newBuilder()
            .setModel(options.model())
            .setChampion(champion)
            .setChallenger(challenger)
            .setCriteria(criteria.criteria())
            .build();
    options.printRollout(
        options.call(bridge -> bridge.startRollout(request)), spec.commandLine().getOut());
    return 0;
  }
}
