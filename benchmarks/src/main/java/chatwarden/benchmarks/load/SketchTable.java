package chatwarden.benchmarks.load;

import chatwarden.domain.chat.SyntheticChat;
import chatwarden.domain.sketch.Sketch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.testing.engine.RedisServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The cost of counting comments for drift: the same comments are recorded in a chat that is counted
 * and in the chat of the synthetic comments, which is not, in turn.
 */
@Command(
    name = "sketch",
    description = {
      "Measures the counts by hour that drift is found from: the time of Redis and of the caller"
          + " for each recorded comment, with and without them, and the memory of an hour of a"
          + " chat.",
      "Probabilities and shares of unknown n-grams are drawn evenly, so that the counts have as"
          + " many fields as they can have."
    },
    mixinStandardHelpOptions = true)
final class SketchTable implements Callable<Integer> {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=\\d+,usec=(\\d+)");

  @Option(names = "--comments", defaultValue = "12800", description = "How many a turn.")
  private int comments;

  @Option(names = "--rounds", defaultValue = "7", description = "How often each takes its turn.")
  private int rounds;

  @Option(
      names = "--hours",
      split = ",",
      defaultValue = "100,1000,10000,100000",
      description = "How many comments the hours have whose memory is measured.")
  private List<Integer> hours = List.of();

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SketchTable()).execute(arguments));
  }

  /**
   * A turn.
   *
   * @param redis microseconds of Redis a comment
   * @param caller microseconds of the calling thread's processor time a comment
   */
  private record Turn(double redis, double caller) {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer redis = RedisServer.start();
        StoredChat store = new StoredChat(redis.uri())) {
      times(redis, store);
      memory(redis, store);
    }
    return 0;
  }

  private void times(RedisServer redis, StoredChat store) throws IOException {
    List<Turn> counted = new ArrayList<>();
    List<Turn> plain = new ArrayList<>();
    for (int round = -2; round < rounds; round++) { // The first two are a warm-up.
      Turn one = turn(redis, store, "counted", round + 2);
      Turn other = turn(redis, store, SyntheticChat.ID, round + 2);
      if (round >= 0) {
        counted.add(one);
        plain.add(other);
      }
    }
    System.out.println("| of a comment, in batches of 64 | counted | not counted | added |");
    System.out.println("|---|---|---|---|");
    row("Redis", counted, plain, Turn::redis);
    row("the caller", counted, plain, Turn::caller);
  }

  private static void row(
      String name, List<Turn> counted, List<Turn> plain, ToDoubleFunction<Turn> value) {
    double with = median(counted, value);
    double without = median(plain, value);
    System.out.printf(
        Locale.ROOT, "| %s | %.1f µs | %.1f µs | %.1f µs |%n", name, with, without, with - without);
  }

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> value) {
    double[] sorted = turns.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private Turn turn(RedisServer redis, StoredChat store, String chat, int round)
      throws IOException {
    List<ClassifiedComment> some =
        StoredChat.comments(chat, round * comments, (round + 1) * comments);
    String _ = redis.command("CONFIG RESETSTAT");
    long processor = THREADS.getCurrentThreadCpuTime();
    store.record(some);
    long used = THREADS.getCurrentThreadCpuTime() - processor;
    Matcher scripts = SCRIPTS.matcher(redis.command("INFO commandstats"));
    if (!scripts.find()) {
      throw new IOException("Redis has counted no scripts");
    }
    return new Turn(Double.parseDouble(scripts.group(1)) / comments, used / 1e3 / comments);
  }

  private void memory(RedisServer redis, StoredChat store) throws IOException {
    System.out.println("\n| comments of an hour of a chat | memory of the hour | a comment |");
    System.out.println("|---|---|---|");
    for (int count : hours) {
      String chat = "hour-" + count;
      long first = Sketch.hourOf(Instant.now());
      store.record(StoredChat.comments(chat, 0, count));
      long last = Sketch.hourOf(Instant.now());
      long bytes = 0;
      for (long hour = first; hour <= last; hour++) {
        String answer =
            redis.command("MEMORY USAGE cw:{%s}:sketch:%d SAMPLES 0".formatted(chat, hour));
        bytes += answer.startsWith(":") ? Long.parseLong(answer.substring(1)) : 0;
      }
      System.out.printf(
          Locale.ROOT,
          "| %d | %.1f KiB | %.1f bytes |%n",
          count,
          bytes / 1024.0,
          (double) bytes / count);
    }
  }
}
