package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveRecord.bytes;
import static chatwarden.store.archive.ArchiveRecord.text;

import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.Limit;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.Range;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.ValueScanCursor;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Reads values of Redis as records: small ones at one stroke, large ones page by page. */
final class ValueReader {

  /** The most fields or members that are read at one stroke. */
  private static final int MOST = 5_000;

  private static final int PAGE = 500;
  private static final int SCAN = 1_000;

  private final SharedConnection redis;

  ValueReader(SharedConnection redis) {
    this.redis = redis;
  }

  /** Takes keys. */
  interface KeySink {
    void take(Set<String> keys) throws IOException;
  }

  /** Finds all keys that match, about a thousand at a time; now and then one comes twice. */
  void scan(String pattern, KeySink sink) throws IOException {
    ScanArgs some = ScanArgs.Builder.matches(pattern).limit(SCAN);
    KeyScanCursor<String> cursor = redis.ask(commands -> commands.scan(some));
    sink.take(new LinkedHashSet<>(cursor.getKeys()));
    while (!cursor.isFinished()) {
      ScanCursor from = cursor;
      cursor = redis.ask(commands -> commands.scan(from, some));
      sink.take(new LinkedHashSet<>(cursor.getKeys()));
    }
  }

  /**
   * A value as it was read.
   *
   * @param record its items, or none
   * @param whole whether these are all
   */
  record Found(ArchiveRecord record, boolean whole) {}

  /** Reads values of one hash slot at one stroke; those that are not there are left out. */
  CompletionStage<List<Found>> read(List<String> keys) {
    ScriptCall call = new ScriptCall(Script.READ_VALUES).keys(keys).argument(MOST);
    return redis
        .<List<Object>>run(call, ScriptOutputType.MULTI)
        .thenApply(
            answer -> {
              List<Found> found = new ArrayList<>();
              for (int i = 0; i < keys.size(); i++) {
                found(keys.get(i), (List<?>) answer.get(i)).ifPresent(found::add);
              }
              return found;
            });
  }

  private static Optional<Found> found(String key, List<?> answer) {
    return ValueType.ofWord(text((byte[]) answer.get(0)))
        .map(
            type -> {
              long expireMillis = Long.parseLong(text((byte[]) answer.get(1)));
              long size = Long.parseLong(text((byte[]) answer.get(2)));
              List<byte[]> items =
                  ((List<?>) answer.get(3)).stream().map(item -> (byte[]) item).toList();
              boolean whole = !items.isEmpty() || size == 0;
              return new Found(new ArchiveRecord(key, type, true, expireMillis, items), whole);
            });
  }

  /** Writes a value, and page by page one that was not read whole. */
  void write(Found found, ArchiveReader.RecordSink sink) throws IOException {
    ArchiveRecord start = found.record();
    if (start.type() == ValueType.STREAM) {
      sink.take(start);
      stream(start.key(), "+", sink);
      position(start.key(), sink);
      return;
    }
    sink.take(start);
    if (!found.whole()) {
      pages(start, sink);
    }
  }

  private void pages(ArchiveRecord start, ArchiveReader.RecordSink sink) throws IOException {
    ScanArgs some = ScanArgs.Builder.limit(PAGE);
    String key = start.key();
    ScanCursor cursor = ScanCursor.INITIAL;
    do {
      ScanCursor from = cursor;
      List<byte[]> items = new ArrayList<>();
      switch (start.type()) {
        case HASH -> {
          MapScanCursor<String, byte[]> page =
              redis.ask(commands -> commands.hscan(key, from, some));
          page.getMap()
              .forEach(
                  (name, value) -> {
                    items.add(bytes(name));
                    items.add(value);
                  });
          cursor = page;
        }
        case SET -> {
          ValueScanCursor<byte[]> page = redis.ask(commands -> commands.sscan(key, from, some));
          items.addAll(page.getValues());
          cursor = page;
        }
        case SORTED_SET -> {
          ScoredValueScanCursor<byte[]> page =
              redis.ask(commands -> commands.zscan(key, from, some));
          page.getValues()
              .forEach(
                  member -> {
                    items.add(member.getValue());
                    items.add(bytes(Double.toString(member.getScore())));
                  });
          cursor = page;
        }
        case STRING, LIST, STREAM, STREAM_POSITION ->
            throw new IllegalStateException(start.type() + " is read whole (a bug)");
      }
      sink.take(new ArchiveRecord(key, start.type(), false, start.expireMillis(), items));
    } while (!cursor.isFinished());
  }

  /** Writes the entries of a stream up to one of them; returns the last id, or {@code 0-0}. */
  String stream(String key, String through, ArchiveReader.RecordSink sink) throws IOException {
    return streamAfter(key, "0-0", through, sink);
  }

  /** Writes the entries between two ids, without the first; returns the last id. */
  String streamAfter(String key, String after, String through, ArchiveReader.RecordSink sink)
      throws IOException {
    String last = after;
    while (true) {
      List<StreamMessage<String, byte[]>> page = entries(key, last, through);
      if (!page.isEmpty()) {
        sink.take(record(key, page));
        last = page.getLast().getId();
      }
      if (page.size() < PAGE) {
        return last;
      }
    }
  }

  private List<StreamMessage<String, byte[]>> entries(String key, String after, String through) {
    Range<String> range =
        Range.from(
            Range.Boundary.excluding(after),
            through.equals("+") ? Range.Boundary.unbounded() : Range.Boundary.including(through));
    return redis.ask(commands -> commands.xrange(key, range, Limit.from(PAGE)));
  }

  private static ArchiveRecord record(String key, List<StreamMessage<String, byte[]>> page) {
    List<byte[]> items = new ArrayList<>();
    for (StreamMessage<String, byte[]> entry : page) {
      items.add(bytes(entry.getId()));
      items.add(bytes(Integer.toString(2 * entry.getBody().size())));
      entry
          .getBody()
          .forEach(
              (name, value) -> {
                items.add(bytes(name));
                items.add(value);
              });
    }
    return new ArchiveRecord(key, ValueType.STREAM, false, 0, items);
  }

  /** Writes the id that a stream gave last, and its groups of consumers. */
  void position(String key, ArchiveReader.RecordSink sink) throws IOException {
    ScriptCall call = new ScriptCall(Script.READ_POSITION).key(key);
    List<Object> answer = RedisFaults.await(redis.run(call, ScriptOutputType.MULTI));
    if (!answer.isEmpty()) {
      List<byte[]> items = answer.stream().map(item -> (byte[]) item).toList();
      sink.take(new ArchiveRecord(key, ValueType.STREAM_POSITION, false, 0, items));
    }
  }

  /** Returns the id of the last entry of a stream; {@code 0-0} where there is none. */
  String last(String key) {
    List<StreamMessage<String, byte[]>> last =
        redis.ask(commands -> commands.xrevrange(key, Range.unbounded(), Limit.from(1)));
    return last.isEmpty() ? "0-0" : last.getFirst().getId();
  }

  /** Returns the members of a sorted set. */
  List<String> members(String key) {
    return redis.ask(commands -> commands.zrange(key, 0, -1)).stream()
        .map(ArchiveRecord::text)
        .toList();
  }

  /** Returns the score of a member of a sorted set. */
  Optional<String> score(String key, String member) {
    Double score = redis.ask(commands -> commands.zscore(key, bytes(member)));
    return score == null
        ? Optional.empty()
        : Optional.of(BigDecimal.valueOf(score).toPlainString());
  }
}
