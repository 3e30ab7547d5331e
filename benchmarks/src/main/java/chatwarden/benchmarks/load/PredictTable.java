package chatwarden.benchmarks.load;

import chatwarden.benchmarks.load.UnaryDoor.Outcome;
import chatwarden.testing.engine.TemporaryFolder;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the tables of {@code POST /predict}: closed loops, then many times too many calls. */
@Command(
    name = "predict",
    description = {
      "Starts a platform and asks POST /predict about one short text a call, over more and more"
          + " connections in a closed loop, then at a multiple of the most that it answered.",
      "Exit status 1: a call of a closed loop was not answered, a count of connections had less"
          + " than 90 % of the best (of those with fewer; from 16 on, of all); or under too many"
          + " calls less than 90 % of the best was answered, the p99 was over the budget and the"
          + " p99 of one connection, or a refusal came without a hint."
    },
    mixinStandardHelpOptions = true)
final class PredictTable implements Callable<Integer> {
  private static final double KEPT = 0.9;
  private static final int STEADY_FROM = 16;

  @Option(
      names = "--connections",
      split = ",",
      defaultValue = "1,2,4,8,16,32,64",
      description = "Closed loops of so many connections. Default: ${DEFAULT-VALUE}.")
  private List<Integer> connections = List.of();

  @Option(
      names = "--crowd",
      defaultValue = "1500",
      description = "Connections of the open loop. Default: ${DEFAULT-VALUE}.")
  private int crowd;

  @Option(
      names = "--times",
      defaultValue = "10",
      description = "How many times too many calls the open loop makes. Default: ${DEFAULT-VALUE}.")
  private int times;

  @Option(
      names = "--budget",
      defaultValue = "100",
      description = "admission.budget in milliseconds. Default: ${DEFAULT-VALUE}.")
  private int budget;

  @Option(names = "--seconds", defaultValue = "10", description = "How long each is measured.")
  private int seconds;

  @Option(
      names = "--warmup",
      defaultValue = "60",
      description = "Seconds before the first; a tenth of it before each other.")
  private int warmup;

  @Option(
      names = "--apart",
      description =
          "Hold the platform to processor 0 and the calls to the others, as on two machines"
              + " (Linux).")
  private boolean apart;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the platform. May be repeated.")
  private List<String> settings = List.of();

  private boolean kept = true;

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PredictTable()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = TemporaryFolder.create("load");
    try {
      measure(folder);
    } finally {
      TemporaryFolder.delete(folder);
    }
    return kept ? 0 : 1;
  }

  private void measure(Path folder) throws IOException, InterruptedException {
    int port = FreePorts.next();
    List<String> arguments = LoadedPlatform.arguments(folder, port);
    arguments.addAll(List.of("--set", "admission.budget=" + budget + "ms"));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    try (JavaProcess platform = LoadedPlatform.start(arguments, jvmArguments())) {
      if (apart) {
        Processors.part(platform.pid());
      }
      var _ = new PredictLoad(port, 64).closed(Duration.ofSeconds(warmup), Duration.ZERO);
      List<PredictLoad> closed = closedLoops(port);
      double best = closed.stream().mapToDouble(PredictTable::answers).max().orElseThrow();
      openLoop(port, best, closed.getFirst().millis(99));
    }
  }

  private List<String> jvmArguments() {
    return apart ? List.of("-XX:ActiveProcessorCount=1") : List.of();
  }

  private List<PredictLoad> closedLoops(int port) throws InterruptedException {
    System.out.println("| connections | answers/s | p50 ms | p99 ms | refused | otherwise |");
    System.out.println("|---|---|---|---|---|---|");
    List<PredictLoad> loads = new ArrayList<>();
    for (int count : connections) {
      PredictLoad load = new PredictLoad(port, count).closed(pause(), Duration.ofSeconds(seconds));
      loads.add(load);
      System.out.printf(
          Locale.ROOT,
          "| %d | %,.0f | %.2f | %.2f | %,d | %,d |%n",
          count,
          answers(load),
          load.millis(50),
          load.millis(99),
          refused(load),
          load.count(Outcome.FAULT));
    }
    check(loads);
    return loads;
  }

  private Duration pause() {
    return Duration.ofMillis(warmup * 100L);
  }

  private void check(List<PredictLoad> loads) {
    double best = loads.stream().mapToDouble(PredictTable::answers).max().orElseThrow();
    double bestSoFar = 0;
    for (int i = 0; i < loads.size(); i++) {
      PredictLoad load = loads.get(i);
      double least = KEPT * (connections.get(i) >= STEADY_FROM ? best : bestSoFar);
      kept &= answers(load) >= least && refused(load) + load.count(Outcome.FAULT) == 0;
      bestSoFar = Math.max(bestSoFar, answers(load));
    }
  }

  private void openLoop(int port, double best, double idleMillis) throws InterruptedException {
    PredictLoad load =
        new PredictLoad(port, crowd).open(best * times, pause(), Duration.ofSeconds(seconds));
    System.out.printf(
        Locale.ROOT,
        "%n| asked/s | sent/s | answers/s | of the best | p50 ms | p99 ms | refused | without a"
            + " hint | otherwise |%n|---|---|---|---|---|---|---|---|---|%n| %,.0f | %,.0f | %,.0f"
            + " | %.0f %% | %.1f | %.1f | %,d | %,d | %,d |%n",
        best * times,
        answers(load) + refused(load) / (double) seconds,
        answers(load),
        100 * answers(load) / best,
        load.millis(50),
        load.millis(99),
        refused(load),
        load.count(Outcome.REFUSED_WITHOUT_HINT),
        load.count(Outcome.FAULT));
    kept &=
        answers(load) >= KEPT * best
            && load.millis(99) <= budget + idleMillis
            && load.count(Outcome.REFUSED_WITHOUT_HINT) + load.count(Outcome.FAULT) == 0;
  }

  private static double answers(PredictLoad load) {
    return load.perSecond(Outcome.ACCEPTED);
  }

  private static long refused(PredictLoad load) {
    return load.count(Outcome.REFUSED_WITH_HINT) + load.count(Outcome.REFUSED_WITHOUT_HINT);
  }
}
