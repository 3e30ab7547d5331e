package chatwarden.benchmarks.load;

import chatwarden.benchmarks.load.UnaryClient.Outcome;
import chatwarden.testing.engine.TemporaryFolder;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the tables of {@code POST /predict}: closed loops, then many times too many calls. */
@Command(
    name = "predict",
    description = {
      "Starts a platform and asks POST /predict about one short text a call, over more and more"
          + " connections in a closed loop, then at a multiple of the most that it answered.",
      "Prints the median of several rounds, and the sum of refusals and faults.",
      "Exit status 1: a call of a closed loop was not answered, a count of connections had less"
          + " than nine tenths of the best (of those with fewer; from 16 on, of all); or under too"
          + " many calls less than nine tenths of the best was answered, the p99 was over the"
          + " budget and the p99 of one connection, or a refusal came without a hint."
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

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How many times everything is measured. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "10", description = "How long each is measured.")
  private int seconds;

  @Option(
      names = "--warmup",
      defaultValue = "60",
      description = "Seconds before the first; a tenth of it before each other.")
  private int warmup;

  @Mixin private PlatformOptions platform = new PlatformOptions();

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
    try (JavaProcess _ = platform.start(folder, port, "admission.budget=" + budget + "ms")) {
      var _ = new PredictLoad(port, 64).closed(Duration.ofSeconds(warmup), Duration.ZERO);
      Map<Integer, List<PredictLoad>> closed = new LinkedHashMap<>();
      List<PredictLoad> open = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        open.add(round(port, closed));
      }
      printClosed(closed);
      printOpen(closed, open);
    }
  }

  /** Measures each count of connections once, then too many calls for the best of them. */
  private PredictLoad round(int port, Map<Integer, List<PredictLoad>> closed)
      throws InterruptedException {
    double best = 0;
    for (int count : connections) {
      PredictLoad load = new PredictLoad(port, count).closed(pause(), Duration.ofSeconds(seconds));
      closed.computeIfAbsent(count, unseen -> new ArrayList<>()).add(load);
      best = Math.max(best, answers(load));
    }
    return new PredictLoad(port, crowd).open(best * times, pause(), Duration.ofSeconds(seconds));
  }

  private Duration pause() {
    return Duration.ofMillis(warmup * 100L);
  }

  private void printClosed(Map<Integer, List<PredictLoad>> closed) {
    double best = best(closed);
    double bestSoFar = 0;
    System.out.println("| connections | answers/s | p50 ms | p99 ms | refused | otherwise |");
    System.out.println("|---|---|---|---|---|---|");
    for (Map.Entry<Integer, List<PredictLoad>> each : closed.entrySet()) {
      List<PredictLoad> loads = each.getValue();
      double answers = median(loads, PredictTable::answers);
      long refused = loads.stream().mapToLong(PredictTable::refused).sum();
      long faults = sum(loads, Outcome.FAULT);
      System.out.printf(
          Locale.ROOT,
          "| %d | %,.0f | %.2f | %.2f | %,d | %,d |%n",
          each.getKey(),
          answers,
          median(loads, load -> load.millis(50)),
          median(loads, load -> load.millis(99)),
          refused,
          faults);
      double least = KEPT * (each.getKey() >= STEADY_FROM ? best : bestSoFar);
      kept &= answers >= least && refused + faults == 0;
      bestSoFar = Math.max(bestSoFar, answers);
    }
  }

  private void printOpen(Map<Integer, List<PredictLoad>> closed, List<PredictLoad> open) {
    double best = best(closed);
    double idleMillis = median(closed.values().iterator().next(), load -> load.millis(99));
    double answers = median(open, PredictTable::answers);
    double refused = median(open, load -> refused(load) / (double) seconds);
    double p99 = median(open, load -> load.millis(99));
    System.out.printf(
        Locale.ROOT,
        "%n| asked/s | sent/s | answers/s | of the best | p50 ms | p99 ms | refused/s | without a"
            + " hint | otherwise |%n|---|---|---|---|---|---|---|---|---|%n| %,.0f | %,.0f | %,.0f"
            + " | %.0f %% | %.1f | %.1f | %,.0f | %,d | %,d |%n",
        best * times,
        answers + refused,
        answers,
        100 * answers / best,
        median(open, load -> load.millis(50)),
        p99,
        refused,
        sum(open, Outcome.REFUSED_WITHOUT_HINT),
        sum(open, Outcome.FAULT));
    kept &=
        answers >= KEPT * best
            && p99 <= budget + idleMillis
            && sum(open, Outcome.REFUSED_WITHOUT_HINT) + sum(open, Outcome.FAULT) == 0;
  }

  private static double best(Map<Integer, List<PredictLoad>> closed) {
    return closed.values().stream()
        .mapToDouble(loads -> median(loads, PredictTable::answers))
        .max()
        .orElseThrow();
  }

  private static double median(List<PredictLoad> loads, ToDoubleFunction<PredictLoad> figure) {
    double[] sorted = loads.stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static long sum(List<PredictLoad> loads, Outcome outcome) {
    return loads.stream().mapToLong(load -> load.count(outcome)).sum();
  }

  private static double answers(PredictLoad load) {
    return load.perSecond(Outcome.ACCEPTED);
  }

  private static long refused(PredictLoad load) {
    return load.count(Outcome.REFUSED_WITH_HINT) + load.count(Outcome.REFUSED_WITHOUT_HINT);
  }
}
