package chatwarden.store.comment;

import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.words.WordQuestion;
import chatwarden.store.words.WordReader;
import chatwarden.store.words.WordRecord;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the words of the hours of a chat, from the newest minute to the oldest, in stretches
 * that get longer. Hours without an index, or with an incomplete one, are indexed on the way. Used
 * by one thread.
 */
final class SearchedHours {

  /** So many hours are looked up at a time: quiet chats have little in each. */
  private static final int WINDOW = 48;

  /** How many chunks the first stretch reads, and how many a stretch reads at most. */
  private static final int FIRST_CHUNKS = 8;

  private static final int MOST_CHUNKS = 512;
  private static final int MINUTES = 60;
  private static final int SECONDS = 3_600;
  private static final double MICROS = 1_000_000;

  private final SharedConnection redis;
  private final ChatKeys keys;
  private final WordQuestion question;
  private final Range.Boundary<Double> lower;
  private final WordBackfill backfill;
  private final Deque<Minute> waiting = new ArrayDeque<>();
  private Range.Boundary<Double> upper;
  private int most = FIRST_CHUNKS;

  /** A minute of an hour with the fields of its chunks. */
  private record Minute(long hour, int minute, List<String> fields) {
    double from() {
      return (hour * SECONDS + minute * (double) MINUTES) * MICROS;
    }
  }

  /** The answers for an hour that are under way. */
  private record Asked(
      long hour,
      CompletionStage<Long> comments,
      CompletionStage<byte[]> records,
      CompletionStage<List<String>> fields) {}

  /**
   * @param scores the publish times to look at
   * @param after the place to begin after; empty for the newest
   */
  SearchedHours(
      SharedConnection redis,
      ChatKeys keys,
      WordQuestion question,
      Range<Double> scores,
      Optional<IndexPlace> after) {
    this.redis = redis;
    this.keys = keys;
    this.question = question;
    this.lower = scores.getLower();
    this.upper =
        after
            .map(
                place ->
                    place.member().isEmpty()
                        ? Range.Boundary.excluding(place.score())
                        : Range.Boundary.including(place.score()))
            .orElse(scores.getUpper());
    this.backfill = new WordBackfill(redis, keys);
  }

  /** Returns the next stretch; empty at the end. */
  Optional<SearchStretch> next() {
    while (waiting.isEmpty()) {
      List<byte[]> newest =
          redis.ask(
              commands ->
                  commands.zrevrangebyscore(
                      keys.byTime(), Range.from(lower, upper), Limit.create(0, 1)));
      if (newest.isEmpty()) {
        return Optional.empty();
      }
      byte[] member = newest.getFirst();
      Double score = redis.ask(commands -> commands.zscore(keys.byTime(), member));
      if (score != null) {
        load(hourOf(score));
      }
    }
    return Optional.of(stretch());
  }

  private static long hourOf(double micros) {
    return WordRecord.hourOf((long) Math.floor(micros / MICROS));
  }

  private static double start(long hour) {
    return hour * SECONDS * MICROS;
  }

  /** Looks up hours down from the newest, up to the first that has to be indexed. */
  private void load(long newest) {
    List<Asked> asked = new ArrayList<>();
    for (long hour = newest; hour > newest - WINDOW; hour--) {
      asked.add(ask(hour));
    }
    for (Asked each : asked) {
      if (isBelow(each.hour())) {
        return;
      }
      long comments = RedisFaults.await(each.comments());
      List<String> fields = RedisFaults.await(each.fields());
      if (isIncomplete(comments, RedisFaults.await(each.records()))) {
        if (each.hour() != newest) {
          return;
        }
        backfill.fill(each.hour());
        fields = redis.ask(commands -> commands.hkeys(keys.words(each.hour())));
      }
      if (comments > 0) {
        add(each.hour(), fields);
      }
      upper = Range.Boundary.excluding(start(each.hour()));
    }
  }

  private boolean isBelow(long hour) {
    Double least = lower.getValue();
    return least != null && start(hour + 1) <= least;
  }

  private Asked ask(long hour) {
    String words = keys.words(hour);
    Range<Double> whole =
        Range.from(
            Range.Boundary.including(start(hour)), Range.Boundary.excluding(start(hour + 1)));
    return new Asked(
        hour,
        redis.send(commands -> commands.zcount(keys.byTime(), whole)),
        redis.send(commands -> commands.hget(words, "n")),
        redis.send(commands -> commands.hkeys(words)));
  }

  private static boolean isIncomplete(long comments, byte @Nullable [] records) {
    return comments
        > (records == null ? 0 : Long.parseLong(new String(records, StandardCharsets.UTF_8)));
  }

  private void add(long hour, List<String> fields) {
    Map<Integer, List<String>> minutes = new TreeMap<>(Comparator.reverseOrder());
    for (String field : fields) {
      int colon = field.indexOf(':');
      if (colon > 0) {
        minutes
            .computeIfAbsent(Integer.parseInt(field.substring(0, colon)), m -> new ArrayList<>())
            .add(field);
      }
    }
    minutes.forEach(
        (minute, chunks) -> {
          Minute found = new Minute(hour, minute, chunks);
          if (beginsBelow(found.from())) {
            waiting.add(found);
          }
        });
  }

  private boolean beginsBelow(double from) {
    Double end = upper.getValue();
    return end == null || from < end || (from == end && upper.isIncluding());
  }

  private SearchStretch stretch() {
    List<Minute> taken = new ArrayList<>();
    List<CompletionStage<List<KeyValue<String, byte[]>>>> chunks = new ArrayList<>();
    int count = 0;
    while (!waiting.isEmpty() && count < most) {
      Minute minute = waiting.poll();
      taken.add(minute);
      count += minute.fields().size();
      String[] fields = minute.fields().toArray(String[]::new);
      chunks.add(redis.send(commands -> commands.hmget(keys.words(minute.hour()), fields)));
    }
    most = Math.min(MOST_CHUNKS, 2 * most);
    List<SearchStretch.Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      read(taken.get(i).hour(), RedisFaults.await(chunks.get(i)), candidates);
    }
    candidates.sort(Comparator.comparingLong(SearchStretch.Candidate::second).reversed());
    return new SearchStretch(taken.getLast().from(), candidates);
  }

  private void read(
      long hour, List<KeyValue<String, byte[]>> chunks, List<SearchStretch.Candidate> candidates) {
    for (KeyValue<String, byte[]> chunk : chunks) {
      WordReader.read(
          chunk.getValueOrElse(new byte[0]),
          question,
          place ->
              candidates.add(
                  new SearchStretch.Candidate(
                      hour * SECONDS + WordReader.second(place), WordReader.id(place))));
    }
  }
}
