package chatwarden.standalone.command;

import chatwarden.rollout.v1.GetRolloutRequest;
import chatwarden.rollout.v1.GetRolloutResponse;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.rollout.RolloutReport;
import chatwarden.standalone.rollout.RolloutWait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = "Says how a rollout goes.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:Every criterion holds, or the challenger is promoted.",
      "1:The challenger was rolled back.",
      "2:The bridge refused, or is away.",
      "3:There are too few calls to say, or a criterion is outside for less than the hold time."
    })
final class RolloutStatusCommand implements Callable<Integer> {

  private static final long PAUSE_MILLIS = 500;

  @Mixin private RolloutOptions options = new RolloutOptions();

  @Option(names = "--wait", description = "Waits for the time of --for, or until a rollback.")
  private boolean waits;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
  private String time = "10m";

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes a page with the differences, n-grams included.")
  private @Nullable Path report;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    long end =
        System.nanoTime() + (waits ? RolloutOptions.time("--for", time) : Duration.ZERO).toNanos();
    GetRolloutResponse found = get();
    while (System.nanoTime() - end < 0 && RolloutWait.of(found) != RolloutWait.ROLLED_BACK) {
      TimeUnit.MILLISECONDS.sleep(
          Math.min(PAUSE_MILLIS, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
      found = get();
    }
    options.print(found, spec.commandLine().getOut());
    if (report != null) {
      write(report, RolloutReport.of(found));
    }
    return RolloutWait.of(found).status();
  }

  private GetRolloutResponse get() throws Exception {
    GetRolloutRequest request = GetRolloutRequest.newBuilder().setModel(options.model()).build();
    return options.call(bridge -> bridge.getRollout(request));
  }

  private static void write(Path file, String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw InvalidInputException.of("--report", "cannot write the file " + file);
    }
  }
}
