package chatwarden.store.sketch;

import chatwarden.domain.sketch.Sketch;
import chatwarden.domain.sketch.SketchReader;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The sketches in Redis: a hash for each chat and hour, read in slices. */
public final class RedisSketchStore implements SketchStore {

  private static final int SLICE = 64;

  private final SharedConnection redis;

  /** The sketches on this connection. */
  public RedisSketchStore(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public List<Sketch> read(Instant from, Instant to) {
    Range<Double> hours =
        Range.from(
            Range.Boundary.including((double) Sketch.hourOf(from)),
            Range.Boundary.excluding((double) Sketch.hourOf(to)));
    SketchReader reader = new SketchReader();
    for (byte[] chat : redis.ask(commands -> commands.zrange(ChatKeys.CHATS, 0, -1))) {
      ChatKeys keys = new ChatKeys(text(chat));
      List<Long> found =
          redis.ask(commands -> commands.zrangebyscore(keys.sketchedHours(), hours)).stream()
              .map(hour -> Long.parseLong(text(hour)))
              .toList();
      for (int i = 0; i < found.size(); i += SLICE) {
        read(keys, found.subList(i, Math.min(found.size(), i + SLICE)), reader);
      }
    }
    return reader.sketches();
  }

  private void read(ChatKeys keys, List<Long> hours, SketchReader reader) {
    List<CompletionStage<Map<String, byte[]>>> answers = new ArrayList<>();
    for (long hour : hours) {
      String key = keys.sketch(hour);
      answers.add(redis.send(commands -> commands.hgetall(key)));
    }
    for (int i = 0; i < hours.size(); i++) {
      Map<String, String> fields = new HashMap<>();
      RedisFaults.await(answers.get(i)).forEach((field, value) -> fields.put(field, text(value)));
      reader.add(Sketch.startOf(hours.get(i)), fields);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
