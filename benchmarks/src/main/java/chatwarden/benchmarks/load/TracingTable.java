package chatwarden.benchmarks.load;

import chatwarden.benchmarks.load.TracedPlatform.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the table of the cost of traces: platforms without and with them, measured in turn. */
@Command(
    name = "tracing",
    description = {
      "Starts a platform without traces and one for each ratio, all at once, each with a collector"
          + " of its own, and pushes comments to one after the other, in rounds of another order.",
      "Prints the median of the rounds, and the median of the ratios to the platform without traces"
          + " in the same round.",
      "Exit status 1: not every comment came out."
    },
    mixinStandardHelpOptions = true)
final class TracingTable implements Callable<Integer> {

  @Option(
      names = "--ratios",
      split = ",",
      defaultValue = "0.01,1",
      description = "tracing.ratio of the platforms with traces. Default: ${DEFAULT-VALUE}.")
  private List<String> ratios = List.of();

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "500,0",
      description =
          "Comments a second; 0 is as many as the platform takes. Default: ${DEFAULT-VALUE}.")
  private List<Integer> rates = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How many turns each platform has. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long a turn is measured. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warmup",
      defaultValue = "30",
      description =
          "Seconds before the first turn of each platform; a tenth of it before each other."
              + " Default: ${DEFAULT-VALUE}.")
  private int warmup;

  @Mixin private PlatformOptions options = new PlatformOptions();

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TracingTable()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<TracedPlatform> platforms = new ArrayList<>();
    try {
      platforms.add(TracedPlatform.start(options, ""));
      for (String ratio : ratios) {
        platforms.add(TracedPlatform.start(options, ratio));
      }
      return measure(platforms) ? 0 : 1;
    } finally {
      platforms.forEach(TracedPlatform::close);
    }
  }

  private boolean measure(List<TracedPlatform> platforms) throws IOException, InterruptedException {
    boolean complete = true;
    for (TracedPlatform platform : platforms) {
      complete &= platform.load(0, 1, warmup);
    }
    System.out.println(
        "| comments/s asked | traces | comments/s | p50 ms | p99 ms | processor µs a comment |"
            + " spans a comment | to off: comments/s | to off: processor |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (int rate : rates) {
      platforms.forEach(TracedPlatform::forget);
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < platforms.size(); i++) {
          TracedPlatform next = platforms.get((round + i) % platforms.size());
          complete &= next.load(rate, seconds, Math.max(1, warmup / 10));
        }
      }
      platforms.forEach(platform -> print(rate, platform.turns(), platforms, platform.name()));
    }
    for (TracedPlatform platform : platforms) {
      System.out.println("spans dropped, traces " + platform.name() + ": " + platform.dropped());
    }
    return complete;
  }

  private static void print(
      int rate, List<Turn> turns, List<TracedPlatform> platforms, String name) {
    List<Turn> off = platforms.getFirst().turns();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %,.0f | %.1f | %.1f | %.0f | %.2f | %s | %s |%n",
        rate == 0 ? "as fast as it goes" : String.format(Locale.ROOT, "%,d", rate),
        name,
        median(turns, Turn::perSecond),
        median(turns, Turn::p50),
        median(turns, Turn::p99),
        median(turns, Turn::cpuMicros),
        median(turns, Turn::spans),
        ratios(turns, off, Turn::perSecond),
        ratios(turns, off, Turn::cpuMicros));
  }

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    return median(turns.stream().mapToDouble(figure));
  }

  /** Returns the median, and the range, of the ratios of turns of the same round. */
  private static String ratios(List<Turn> turns, List<Turn> off, ToDoubleFunction<Turn> figure) {
    double[] ratios =
        IntStream.range(0, turns.size())
            .mapToDouble(i -> figure.applyAsDouble(turns.get(i)) / figure.applyAsDouble(off.get(i)))
            .sorted()
            .toArray();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        median(DoubleStream.of(ratios)),
        ratios[0],
        ratios[ratios.length - 1]);
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
