package chatwarden.store.feedback;

import chatwarden.store.comment.CommentQuery;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.retention.Retention;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Feedback in one stream, {@code cw:feedback}, the oldest trimmed. Safe for many threads. */
public final class RedisFeedbackStore implements FeedbackStore {

  private static final String FEEDBACK = LogKeys.FEEDBACK;
  private static final String SCORE = "score.";

  private static final Pattern TOKEN = Pattern.compile("\\d{1,18}-\\d{1,18}");

  private final SharedConnection redis;
  private final int maxLength;
  private final Retention retention;
  private final InstantSource clock;

  public RedisFeedbackStore(
      SharedConnection redis, int maxLength, Retention retention, InstantSource clock) {
    this.redis = redis;
    this.maxLength = maxLength;
    this.retention = retention;
    this.clock = clock;
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

  @Override
  public FeedbackPage page(int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    if (!pageToken.isEmpty() && !TOKEN.matcher(pageToken).matches()) {
      throw PageToken.refusal();
    }
    Range<String> later =
        pageToken.isEmpty()
            ? Range.unbounded()
            : Range.from(Range.Boundary.excluding(pageToken), Range.Boundary.unbounded());
    List<StreamMessage<String, byte[]>> entries =
        redis.ask(commands -> commands.xrange(FEEDBACK, later, Limit.from(size + 1L)));
    boolean more = entries.size() > size;
    List<StreamMessage<String, byte[]>> page = more ? entries.subList(0, size) : entries;
    List<FeedbackPage.Kept> kept =
        page.stream()
            .map(entry -> new FeedbackPage.Kept(time(entry.getId()), read(entry.getBody())))
            .filter(each -> !retention.isPast(each.time(), clock.instant()))
            .toList();
    return new FeedbackPage(
        kept, (long) page.size() - kept.size(), more ? page.getLast().getId() : "");
  }

  /** Reads the time in the id that Redis gave an entry. */
  private static Instant time(String id) {
    return Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
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
