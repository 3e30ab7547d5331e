package chatwarden.standalone.command;

import chatwarden.rollout.v1.RolloutCriteria;
import chatwarden.rollout.v1.StartRolloutRequest;
import com.google.protobuf.util.Durations;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--hold",
      paramLabel = "TIME",
      description = "How long the challenger has to be outside to be rolled back. Default: 5m.")
  private @Nullable String hold;

  @Option(
      names = "--min-calls",
      paramLabel = "N",
      description = "How many calls of each version a comparison needs. Default: 200.")
  private @Nullable Integer minCalls;

  @Option(
      names = "--flagged-margin",
      paramLabel = "SHARE",
      description =
          "How far the flagged share may be outside the champion's interval. Default: 0.02.")
  private @Nullable Float flaggedMargin;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    StartRolloutRequest request =
        StartRolloutRequest.newBuilder()
            .setModel(options.model())
            .setChampion(champion)
            .setChallenger(challenger)
            .setCriteria(criteria())
            .build();
    options.printRollout(
        options.call(bridge -> bridge.startRollout(request)), spec.commandLine().getOut());
    return 0;
  }

  private RolloutCriteria criteria() {
    RolloutCriteria.Builder criteria = RolloutCriteria.newBuilder();
    if (hold != null) {
      Duration time = RolloutOptions.time("--hold", hold);
      criteria.setHoldDuration(Durations.fromMillis(time.toMillis()));
    }
    if (minCalls != null) {
      criteria.setMinCalls(minCalls);
    }
    if (flaggedMargin != null) {
      criteria.setFlaggedMargin(flaggedMargin);
    }
    return criteria.build();
  }
}
