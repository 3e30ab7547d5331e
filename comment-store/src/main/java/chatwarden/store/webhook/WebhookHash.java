package chatwarden.store.webhook;

import chatwarden.runtime.error.FaultCode;
import chatwarden.webhook.v1.DeadDelivery;
import chatwarden.webhook.v1.Webhook;
import chatwarden.webhook.v1.WebhookState;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The keys and fields of a webhook in Redis. */
final class WebhookHash {

  static final String IDS = "cw:{webhooks}:ids";
  static final String PROTO = "proto";
  static final String CALLER = "caller";
  static final String SECRET = "secret";
  static final String STATE = "state";
  static final String PROBLEM = "problem";
  static final String FAILURES = "failures";
  static final String REPLAY = "replay";

  /** The fields of a webhook with its state. */
  static final String[] FIELDS = {PROTO, STATE, PROBLEM, CALLER};

  private WebhookHash() {}

  static String hook(String id) {
    return "cw:{webhooks}:hook:" + id;
  }

  static String dead(String id) {
    return "cw:{webhooks}:dead:" + id;
  }

  static String lease(String id) {
    return "cw:{webhooks}:lease:" + id;
  }

  /** Returns the field of a place. */
  static String at(String source) {
    return "at:" + source;
  }

  /** Reads {@link #FIELDS}; empty where the webhook was deleted. */
  static Optional<Webhook.Builder> read(List<KeyValue<String, byte[]>> fields) {
    if (!fields.getFirst().hasValue()) {
      return Optional.empty();
    }
    try {
      Webhook.Builder webhook = Webhook.parseFrom(fields.getFirst().getValue()).toBuilder();
      return Optional.of(
          webhook
              .setState(state(text(fields.get(1))))
              .setProblem(text(fields.get(2)))
              .setCaller(text(fields.get(3))));
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception("BROKEN_WEBHOOK", "a stored webhook cannot be read", e);
    }
  }

  private static WebhookState state(String name) {
    return name.equals(WebhookState.WEBHOOK_PAUSED.name())
        ? WebhookState.WEBHOOK_PAUSED
        : WebhookState.WEBHOOK_ACTIVE;
  }

  private static String text(KeyValue<String, byte[]> field) {
    return text(field.getValueOrElse(new byte[0]));
  }

  static DeadDelivery letter(StreamMessage<String, byte[]> entry) {
    try {
      return DeadDelivery.parseFrom(entry.getBody().getOrDefault("letter", new byte[0])).toBuilder()
          .setId(entry.getId())
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception(
          "BROKEN_WEBHOOK", "a dead letter of a webhook cannot be read", e);
    }
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
