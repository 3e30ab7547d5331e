package chatwarden.store.feedback;

import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Feedback in one stream, {@code cw:feedback}, the oldest trimmed. Safe for many threads. */
public final class RedisFeedbackStore implements FeedbackStore {

  private static final String FEEDBACK = "cw:feedback";
  private static final String SCORE = "score.";

  private final SharedConnection redis;
  private final int maxLength;

  public RedisFeedbackStore(SharedConnection redis, int maxLength) {
    this.redis = redis;
    this.maxLength = maxLength;
  }

  @Override
  public void add(Feedback feedback) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("text", bytes(feedback.text()));
    fields.put("language", bytes(feedback.language()));
    fields.put("community", bytes(feedback.community()));
    feedback.scores().forEach((name, score) -> fields.put(SCORE + name, bytes(score.toString())));
    XAddArgs trimmed = XAddArgs.Builder.maxlen(maxLength).approximateTrimming();
    redis.ask(commands -> commands.xadd(FEEDBACK, trimmed, fields));
  }

  @Override
  public List<Feedback> newest(int limit) {
    List<StreamMessage<String, byte[]>> entries =
        redis.ask(commands -> commands.xrevrange(FEEDBACK, Range.unbounded(), Limit.from(limit)));
    return entries.stream().map(StreamMessage::getBody).map(RedisFeedbackStore::read).toList();
  }

  private static Feedback read(Map<String, byte[]> fields) {
    Map<String, Double> scores = new HashMap<>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(SCORE)) {
            scores.put(name.substring(SCORE.length()), Double.valueOf(text(value)));
          }
        });
    return new Feedback(
        text(fields.getOrDefault("text", new byte[0])),
        text(fields.getOrDefault("language", new byte[0])),
        scores,
        text(fields.getOrDefault("community", new byte[0])));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
