package chatwarden.store.settings;

import chatwarden.domain.policy.ChatPolicy;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.store.redis.FieldList;
import chatwarden.store.redis.StoredTime;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Settings as the fields of their hash. */
final class SettingsHash {

  /** What {@link #read} reads, in this order. */
  static final String[] FIELDS = {"proto", "revision", "reviewer", "millis"};

  private SettingsHash() {}

  /** Returns the settings without their output-only fields. */
  static byte[] message(ChatSettings settings) {
    return settings.toBuilder()
        .clearChat()
        .clearEffectiveFlagThreshold()
        .clearEtag()
        .clearReviewer()
        .clearUpdateTime()
        .build()
        .toByteArray();
  }

  /** What scripts look at. */
  static FieldList readable(ChatSettings settings) {
    FieldList fields = new FieldList();
    if (settings.hasFlagThreshold()) {
      fields.add("flagThreshold", Float.toString(settings.getFlagThreshold()));
    }
    if (settings.getStrict()) {
      fields.add("strictThreshold", Float.toString(ChatPolicy.flagThreshold(settings, 1)));
    }
    return fields;
  }

  static ChatSettings.Builder read(List<KeyValue<String, byte[]>> fields)
      throws InvalidProtocolBufferException {
    ChatSettings.Builder settings = ChatSettings.newBuilder();
    if (fields.get(0).hasValue()) {
      settings
          .mergeFrom(fields.get(0).getValue())
          .setEtag(word(fields.get(1)))
          .setReviewer(word(fields.get(2)))
          .setUpdateTime(StoredTime.ofMillis(Long.parseLong(word(fields.get(3)))));
    }
    return settings;
  }

  private static String word(KeyValue<String, byte[]> field) {
    return new String(field.getValueOrElse(new byte[0]), StandardCharsets.UTF_8);
  }
}
