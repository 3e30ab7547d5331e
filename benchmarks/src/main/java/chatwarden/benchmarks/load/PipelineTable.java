package chatwarden.benchmarks.load;

import chatwarden.testing.engine.RabbitServer;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.engine.TemporaryFolder;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Makes the table of {@code docs/performance.md}: starts the platform in a process of its own,
 * first on the engines that come along, then on a RabbitMQ and a Redis, and measures each at every
 * rate. Every rate has a platform of its own, with nothing stored.
 */
@Command(
    name = "pipeline-table",
    description = "Starts platforms and measures them from the source of a comment to its watcher.",
    mixinStandardHelpOptions = true)
final class PipelineTable implements Callable<Integer> {
  @Option(
      names = "--engines",
      split = ",",
      defaultValue = "EMBEDDED,REAL",
      description = "Which of ${COMPLETION-CANDIDATES}.")
  private List<Engines> engines = List.of();

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "500,2000,0",
      description = "Comments a second; 0 is as many as the platform takes.")
  private List<Integer> rates = List.of();

  @Option(
      names = "--source",
      defaultValue = "PUSH",
      description = "Where comments come from, one of ${COMPLETION-CANDIDATES}.")
  private PipelineLoad.SourceKind source = PipelineLoad.SourceKind.PUSH;

  @Option(names = "--seconds", defaultValue = "30", description = "How long each is measured.")
  private int seconds;

  @Option(names = "--warmup", defaultValue = "20", description = "Seconds that are not counted.")
  private int warmup;

  @Option(
      names = "--endings",
      defaultValue = "" + ChatTexts.MOST,
      description = "How many endings each pushed sentence has; 1 makes a raid of 12 texts.")
  private int endings;

  /** What the platform runs on. */
  enum Engines {
    EMBEDDED,
    REAL
  }

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new PipelineTable())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    System.out.println(
        "| engines | comments/s asked | comments/s seen | p50 ms | p99 ms | p99.9 ms | came out |"
            + " classify µs (batch) | tag µs (batch) | record µs (batch) |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    int status = 0;
    for (Engines kind : engines) {
      for (int rate : rates) {
        status = Math.max(status, measure(kind, rate));
      }
    }
    return status;
  }

  private int measure(Engines kind, int rate) throws IOException, InterruptedException {
    Path folder = TemporaryFolder.create("load");
    try {
      return measure(kind, rate, folder);
    } finally {
      TemporaryFolder.delete(folder);
    }
  }

  private int measure(Engines kind, int rate, Path folder)
      throws IOException, InterruptedException {
    int port = FreePorts.next();
    List<String> arguments = LoadedPlatform.arguments(folder, port);
    return switch (kind) {
      case EMBEDDED -> load("embedded", arguments, port, rate);
      case REAL -> {
        try (RabbitServer rabbit = RabbitServer.start();
            RedisServer redis = RedisServer.start()) {
          arguments.addAll(List.of("--set", "broker.uri=" + rabbit.uri()));
          arguments.addAll(List.of("--set", "redis.uri=" + redis.uri()));
          yield load("RabbitMQ and Redis", arguments, port, rate);
        }
      }
    };
  }

  private int load(String name, List<String> arguments, int port, int rate)
      throws IOException, InterruptedException {
    try (JavaProcess _ = LoadedPlatform.start(arguments)) {
      PipelineLoad load =
          new PipelineLoad("127.0.0.1:" + port, source, rate, seconds, warmup, endings, name);
      boolean complete = load.run();
      System.out.println(load.row() + StageCosts.of(port).cells());
      return complete ? 0 : 1;
    }
  }
}
