package chatwarden.benchmarks.store;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.config.Config;
import chatwarden.store.RedisStores;
import chatwarden.store.comment.CommentPage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.redis.StoreKeys;
import chatwarden.testing.chat.GoldenChats;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.Label;
import com.google.protobuf.Timestamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Searches of a chat of many stored comments, and the memory of its index. */
@Command(
    name = "search",
    description = {
      "Records an invented chat in a Redis of its own, and measures searches: the first page, and"
          + " all pages to the end; the memory of the index; and the first search of a store"
          + " without an index."
    },
    mixinStandardHelpOptions = true)
final class SearchTable implements Callable<Integer> {

  private static final String CHAT = "searched";
  private static final int BATCH = 128;
  private static final int UNDER_WAY = 16;
  private static final long HOUR = 3_600;
  private static final Pattern MEMORY = Pattern.compile("used_memory:(\\d+)");

  @Option(names = "--comments", defaultValue = "1000000", description = "How many are stored.")
  private int comments;

  @Option(
      names = "--step-millis",
      defaultValue = "100",
      description = "The time between the publications of two comments.")
  private int step;

  @Option(names = "--rounds", defaultValue = "21", description = "How often each search runs.")
  private int rounds;

  @Option(names = "--scan", description = "Measures the scan without the index too.")
  private boolean scan;

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SearchTable()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      RedisStores stores =
          RedisStores.open(
              Config.defaults().with(StoreKeys.REDIS_URI, redis.uri()),
              new SimpleMeterRegistry(),
              "benchmark");
      stores.start();
      try {
        measure(redis, stores);
      } finally {
        stores.close();
      }
    }
    return 0;
  }

  private void measure(RedisServer redis, RedisStores stores) throws IOException {
    long begin = System.nanoTime();
    record(stores);
    double seconds = (System.nanoTime() - begin) / 1e9;
    row("recorded", "%.0f comments/s".formatted(comments / seconds));
    Matcher used = MEMORY.matcher(redis.command("INFO memory"));
    if (used.find()) {
      row("memory of the store", perComment(Long.parseLong(used.group(1))));
    }
    row("memory of the index", perComment(indexMemory(redis)));
    queries(stores, false);
    if (scan) {
      queries(stores, true);
    }
    for (long hour = firstHour(); hour <= lastHour(); hour++) {
      redis.command("DEL cw:{" + CHAT + "}:words:" + hour);
    }
    long first = System.nanoTime();
    int pages = toTheEnd(stores, text("nowhere"), false);
    row(
        "the first search of a store without an index, to its end",
        "%.1f s, %d pages".formatted((System.nanoTime() - first) / 1e9, pages));
  }

  private static void row(String name, String value) {
    System.out.println("| " + name + " | " + value + " |");
  }

  private String perComment(long bytes) {
    return String.format(
        Locale.ROOT, "%.1f bytes a comment, %.1f MB", (double) bytes / comments, bytes / 1e6);
  }

  private void record(RedisStores stores) {
    GoldenChats chat = GoldenChats.of(CHAT, 7).withOffensiveShare(0.05).withAuthors(5_000);
    Deque<CompletionStage<?>> underWay = new ArrayDeque<>();
    for (int from = 0; from < comments; from += BATCH) {
      List<ClassifiedComment> batch = new ArrayList<>();
      for (int n = from; n < Math.min(comments, from + BATCH); n++) {
        batch.add(GoldenStages.classify(at(chat.comment(n), n)));
      }
      ClassifiedBatch message = GoldenStages.classifiedBatch(batch);
      underWay.add(stores.comments().record(message));
      if (underWay.size() >= UNDER_WAY) {
        underWay.poll().toCompletableFuture().join();
      }
    }
    underWay.forEach(each -> each.toCompletableFuture().join());
  }

  private Comment at(Comment comment, int n) {
    long millis = GoldenChats.START.toEpochMilli() + (long) n * step;
    return comment.toBuilder()
        .setPublishTime(
            Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1_000L))
                .setNanos((int) Math.floorMod(millis, 1_000L) * 1_000_000))
        .build();
  }

  private static long firstHour() {
    return GoldenChats.START.getEpochSecond() / HOUR;
  }

  private long lastHour() {
    return (GoldenChats.START.toEpochMilli() + (long) comments * step) / 1_000 / HOUR;
  }

  private long indexMemory(RedisServer redis) throws IOException {
    long bytes = 0;
    for (long hour = firstHour(); hour <= lastHour(); hour++) {
      String answer = redis.command("MEMORY USAGE cw:{" + CHAT + "}:words:" + hour + " SAMPLES 0");
      bytes += answer.startsWith(":") && !answer.startsWith(":-") ? number(answer) : 0;
    }
    return bytes;
  }

  private static long number(String answer) {
    return Long.parseLong(answer.substring(1).trim());
  }

  private static CommentFilter text(String words) {
    return CommentFilter.newBuilder().setText(words).build();
  }

  private void queries(RedisStores stores, boolean scanned) {
    String of = scanned ? " (scan)" : "";
    query(stores, "a word of every other comment" + of, text("hay"), scanned);
    query(stores, "a word of one comment in the middle" + of, text("" + comments / 2), scanned);
    query(stores, "a word that no comment has" + of, text("nowhere"), scanned);
    query(stores, "two words, one with diacritics" + of, text("ngu đẹp"), scanned);
    query(
        stores,
        "the label HATE" + of,
        CommentFilter.newBuilder().addLabels(Label.HATE).build(),
        scanned);
    query(
        stores,
        "the name of an author" + of,
        CommentFilter.newBuilder().setAuthorName("4242").build(),
        scanned);
  }

  private void query(RedisStores stores, String name, CommentFilter filter, boolean scanned) {
    int times = scanned ? 1 : rounds;
    double[] first = new double[times];
    double[] all = new double[times];
    int found = 0;
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      CommentPage page = page(stores, filter, "", scanned);
      first[i] = (System.nanoTime() - begin) / 1e6;
      found = page.comments().size();
      String token = page.nextPageToken();
      while (!token.isEmpty() && found < 50) {
        page = page(stores, filter, token, scanned);
        found += page.comments().size();
        token = page.nextPageToken();
      }
      all[i] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(first);
    Arrays.sort(all);
    row(
        name,
        String.format(
            Locale.ROOT,
            "first page p50 %.0f ms, 50 comments or the end p50 %.0f ms, p95 %.0f ms, %d found",
            first[times / 2],
            all[times / 2],
            all[Math.min(times - 1, times * 95 / 100)],
            found));
  }

  private static int toTheEnd(RedisStores stores, CommentFilter filter, boolean scanned) {
    int pages = 0;
    String token = "";
    do {
      token = page(stores, filter, token, scanned).nextPageToken();
      pages++;
    } while (!token.isEmpty());
    return pages;
  }

  /** The other order has no use for the index: every comment is read. */
  private static CommentPage page(
      RedisStores stores, CommentFilter filter, String token, boolean scanned) {
    return stores.comments().list(new CommentQuery(CHAT, 50, token, filter, scanned));
  }
}
