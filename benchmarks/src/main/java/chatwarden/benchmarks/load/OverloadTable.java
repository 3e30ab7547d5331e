package chatwarden.benchmarks.load;

import chatwarden.benchmarks.load.UnaryClient.Outcome;
import chatwarden.runtime.grpc.AdmissionBudget;
import chatwarden.testing.engine.TemporaryFolder;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Makes the table of what a platform does under more calls than it can answer: first finds out how
 * many calls a second a door answers, then calls at a tenth of that, then at a multiple.
 */
@Command(
    name = "overload",
    description = {
      "Starts a platform and calls it ten times as often as it can answer. Prints, door by door,"
          + " the latencies of the calls that are let in and how the others are refused.",
      "Exit status 1: the p99 of those let in is over that of the idle platform and the budget of"
          + " waiting, less than 90 %% of the capacity was let in, or a call ended otherwise than"
          + " answered or refused with a hint when to come again."
    },
    mixinStandardHelpOptions = true)
final class OverloadTable implements Callable<Integer> {
  private static final long BUDGET_MILLIS = AdmissionBudget.BUDGET.defaultValue().toMillis();
  private static final double LEAST_SHARE = 0.9;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int CLOSED_LOOP = 16 * PROCESSORS;

  @Option(
      names = "--doors",
      split = ",",
      defaultValue = "GRPC_CLASSIFY,GRPC_TAG,REST_CLASSIFY",
      description = "Which of ${COMPLETION-CANDIDATES}.")
  private List<UnaryClient.Kind> doors = List.of();

  @Option(names = "--times", defaultValue = "10", description = "How many times too many calls.")
  private int times;

  @Option(names = "--seconds", defaultValue = "20", description = "How long each is measured.")
  private int seconds;

  @Option(
      names = "--warmup",
      defaultValue = "30",
      description = "Seconds before a door is measured; a fifth of it before each load.")
  private int warmup;

  @Mixin private PlatformOptions platform = new PlatformOptions();

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new OverloadTable())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = TemporaryFolder.create("load");
    try {
      return measure(folder);
    } finally {
      TemporaryFolder.delete(folder);
    }
  }

  private int measure(Path folder) throws IOException, InterruptedException {
    int port = FreePorts.next();
    System.out.println(
        "| door | answers/s at most | idle p50 ms | idle p99 ms | asked/s | let in/s | p50 ms |"
            + " p99 ms | refused | with a hint | otherwise |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    boolean kept = true;
    try (JavaProcess _ = platform.start(folder, port)) {
      for (UnaryClient.Kind kind : doors) {
        try (UnaryClient door = kind.open(port)) {
          kept &= measure(kind, door);
        }
      }
    }
    return kept ? 0 : 1;
  }

  private boolean measure(UnaryClient.Kind kind, UnaryClient door) throws InterruptedException {
    new CallLoad(door).closed(CLOSED_LOOP, Duration.ofSeconds(warmup));
    CallLoad most = new CallLoad(door);
    most.closed(CLOSED_LOOP, Duration.ofSeconds(seconds));
    double capacity = most.perSecond(Outcome.ACCEPTED);
    CallLoad idle = open(door, capacity / 10);
    CallLoad crowd = open(door, capacity * times);
    System.out.println(row(kind, capacity, idle, crowd));
    return crowd.millis(99) <= BUDGET_MILLIS + idle.millis(99)
        && crowd.perSecond(Outcome.ACCEPTED) >= LEAST_SHARE * capacity
        && crowd.count(Outcome.REFUSED_WITHOUT_HINT) + crowd.count(Outcome.FAULT) == 0;
  }

  private CallLoad open(UnaryClient door, double perSecond) throws InterruptedException {
    new CallLoad(door).open(perSecond, Duration.ofSeconds(Math.max(1, warmup / 5)));
    CallLoad load = new CallLoad(door);
    load.open(perSecond, Duration.ofSeconds(seconds));
    return load;
  }

  private static String row(UnaryClient.Kind kind, double capacity, CallLoad idle, CallLoad crowd) {
    long refused = crowd.count(Outcome.REFUSED_WITH_HINT);
    long all = refused + crowd.count(Outcome.REFUSED_WITHOUT_HINT);
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.1f | %.1f | %,.0f | %,.0f | %.1f | %.1f | %.1f %% | %s | %,d |",
        kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        capacity,
        idle.millis(50),
        idle.millis(99),
        crowd.perSecond(),
        crowd.perSecond(Outcome.ACCEPTED),
        crowd.millis(50),
        crowd.millis(99),
        100.0 * all / Math.max(1, crowd.count()),
        refused == all ? "all" : String.format(Locale.ROOT, "%,d of %,d", refused, all),
        crowd.count(Outcome.FAULT));
  }
}
