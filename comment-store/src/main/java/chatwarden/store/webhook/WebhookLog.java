package chatwarden.store.webhook;

import chatwarden.store.comment.CommentQuery;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.webhook.v1.WebhookChange;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The pages of the streams of webhooks. */
final class WebhookLog {

  /** Nothing is before 0-0, and Redis takes that for an error. */
  private static final Pattern TOKEN = Pattern.compile("(?!0+-0+$)\\d{1,18}-\\d{1,18}");

  private final SharedConnection redis;

  WebhookLog(SharedConnection redis) {
    this.redis = redis;
  }

  WebhookChangePage changes(int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    Range.Boundary<String> to =
        pageToken.isEmpty()
            ? Range.Boundary.including("+")
            : Range.Boundary.excluding(id(pageToken));
    List<WebhookChange> found =
        redis
            .ask(
                commands ->
                    commands.xrevrange(
                        LogKeys.WEBHOOK_CHANGES,
                        Range.from(Range.Boundary.including("-"), to),
                        Limit.from(size + 1L)))
            .stream()
            .map(WebhookLog::change)
            .toList();
    boolean more = found.size() > size;
    List<WebhookChange> page = more ? found.subList(0, size) : found;
    return new WebhookChangePage(page, more ? page.getLast().getId() : "");
  }

  private static WebhookChange change(StreamMessage<String, byte[]> entry) {
    Map<String, byte[]> fields = entry.getBody();
    byte[] none = {};
    try {
      return WebhookChange.parseFrom(fields.getOrDefault("change", none)).toBuilder()
          .setId(entry.getId())
          .setCaller(WebhookHash.text(fields.getOrDefault("caller", none)))
          .setCreateTime(
              StoredTime.ofMillis(
                  Long.parseLong(WebhookHash.text(fields.getOrDefault("millis", none)))))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read a change of a webhook (a bug)", e);
    }
  }

  DeadDeliveryPage dead(String stream, int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    Range.Boundary<String> from =
        pageToken.isEmpty()
            ? Range.Boundary.including("-")
            : Range.Boundary.excluding(id(pageToken));
    var found =
        redis
            .ask(
                commands ->
                    commands.xrange(
                        stream,
                        Range.from(from, Range.Boundary.including("+")),
                        Limit.from(size + 1L)))
            .stream()
            .map(WebhookHash::letter)
            .toList();
    boolean more = found.size() > size;
    var page = more ? found.subList(0, size) : found;
    return new DeadDeliveryPage(page, more ? page.getLast().getId() : "");
  }

  private static String id(String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw PageToken.refusal();
    }
    return token;
  }
}
