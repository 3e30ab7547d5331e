package chatwarden.benchmarks.load;

import chatwarden.benchmarks.comments.BenchmarkComments;
import chatwarden.testing.engine.TemporaryFolder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs over a file beside plain loops over the same model in this process: on one thread, and on
 * one for every processor. The three take turns.
 */
@Command(
    name = "batch",
    description = {
      "Measures classify, tag and rewrite with --input and --output, of their default models,"
          + " beside loops that read the same JSON Lines, ask the model and write its answers: on"
          + " one thread, and on one for every processor, in turn.",
      "Each turn has the texts with another number at their end, as an encoder keeps its answers."
    },
    mixinStandardHelpOptions = true)
final class BatchTable implements Callable<Integer> {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Option(names = "--texts", defaultValue = "2048", description = "How many texts a turn.")
  private int texts;

  @Option(
      names = "--rewrites",
      defaultValue = "128",
      description = "How many of them stage 3 gets.")
  private int rewrites;

  @Option(names = "--rounds", defaultValue = "5", description = "How often each takes its turn.")
  private int rounds;

  @Option(
      names = "--stages",
      split = ",",
      defaultValue = "classify,tag,rewrite",
      description = "Which commands are measured.")
  private List<String> stages = List.of();

  private int turns;

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BatchTable()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    System.out.println(
        "| command | loop, 1 thread | loop, %d threads | the command | ratio to these |"
            .formatted(Runtime.getRuntime().availableProcessors()));
    System.out.println("|---|---|---|---|---|");
    Path folder = TemporaryFolder.create("batch");
    try {
      for (String name : stages) {
        try (BatchStage stage = BatchStage.open(name)) {
          measure(stage, folder, name.equals("rewrite") ? rewrites : texts);
        }
      }
    } finally {
      TemporaryFolder.delete(folder);
    }
    return 0;
  }

  private void measure(BatchStage stage, Path folder, int count) throws Exception {
    int every = Runtime.getRuntime().availableProcessors();
    List<List<Turn>> turnsOf = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<FileTask> tasks =
        List.of(file -> loop(stage, file, 1), file -> loop(stage, file, every), stage::run);
    for (int round = -1; round < rounds; round++) { // The first is a warm-up.
      for (int i = 0; i < tasks.size(); i++) {
        Turn turn = turn(count, input(folder, count), tasks.get(i));
        if (round >= 0) {
          turnsOf.get(i).add(turn);
        }
      }
    }
    List<Turn> run = turnsOf.getLast();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s and %s |%n",
        stage.name(),
        shown(turnsOf.get(0)),
        shown(turnsOf.get(1)),
        shown(run),
        ratio(run, turnsOf.get(0)),
        ratio(run, turnsOf.get(1)));
  }

  /**
   * A turn.
   *
   * @param rate texts a second
   * @param cpuMillis the processor time a text
   */
  private record Turn(double rate, double cpuMillis) {}

  /** Does something with a file. */
  private interface FileTask {
    void run(Path file) throws Exception;
  }

  private static Turn turn(int count, Path file, FileTask task) throws Exception {
    long cpu = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    task.run(file);
    return new Turn(
        count * 1e9 / (System.nanoTime() - begin),
        (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / count);
  }

  private Path input(Path folder, int count) throws IOException {
    turns++;
    List<String> vietnamese = BenchmarkComments.vietnamese(count);
    List<String> english = BenchmarkComments.english(count);
    Path file = folder.resolve("turn-" + turns + ".jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        String text = (i % 2 == 0 ? vietnamese : english).get(i) + " " + turns + " " + i;
        out.write(
            MAPPER.writeValueAsString(MAPPER.createObjectNode().put("id", i).put("text", text)));
        out.newLine();
      }
    }
    return file;
  }

  private static void loop(BatchStage stage, Path file, int threads) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads);
        BufferedReader in = Files.newBufferedReader(file);
        BufferedWriter out = Files.newBufferedWriter(Path.of(file + ".out"))) {
      Deque<Future<List<String>>> underWay = new ArrayDeque<>();
      List<String> batch = next(in, stage.batch());
      while (!batch.isEmpty() || !underWay.isEmpty()) {
        if (!batch.isEmpty()) {
          List<String> asked = batch;
          underWay.add(executor.submit(() -> stage.ask(asked)));
          batch = next(in, stage.batch());
        }
        if (batch.isEmpty() || underWay.size() > threads) {
          for (String answer : underWay.remove().get()) {
            out.write(MAPPER.writeValueAsString(answer));
            out.newLine();
          }
        }
      }
    }
  }

  private static List<String> next(BufferedReader in, int count) throws IOException {
    List<String> texts = new ArrayList<>();
    String line = in.readLine();
    while (line != null) {
      texts.add(MAPPER.readTree(line).path("text").textValue());
      line = texts.size() < count ? in.readLine() : null;
    }
    return texts;
  }

  /** Returns the median of the ratios of turns that followed each other. */
  private static String ratio(List<Turn> some, List<Turn> others) {
    return String.format(
        Locale.ROOT,
        "%.2f",
        median(
            IntStream.range(0, some.size())
                .mapToDouble(i -> some.get(i).rate() / others.get(i).rate())));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static String shown(List<Turn> turns) {
    DoubleSummaryStatistics rates = turns.stream().mapToDouble(Turn::rate).summaryStatistics();
    return String.format(
        Locale.ROOT,
        "%.0f texts/s (%.0f to %.0f), %.2f ms of processor time a text",
        median(turns.stream().mapToDouble(Turn::rate)),
        rates.getMin(),
        rates.getMax(),
        median(turns.stream().mapToDouble(Turn::cpuMillis)));
  }
}
