package chatwarden.store.session;

import chatwarden.livechat.v1.Session;
import chatwarden.store.comment.ChatIndex;
import chatwarden.store.redis.FieldList;
import chatwarden.store.redis.StoredTime;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A session as the fields of its hash. */
final class SessionHash {

  private SessionHash() {}

  static FieldList write(Session session) {
    return new FieldList()
        .add("id", session.getId())
        .add("source", session.getSource())
        .add("chat", session.getChat())
        .add("commentsPerSecond", Double.toString(session.getCommentsPerSecond()))
        .add("flagThreshold", Float.toString(session.getFlagThreshold()))
        .add("language", session.getLanguage())
        .add("state", session.getState().name())
        .add("createTime", StoredTime.exact(session.getCreateTime()));
  }

  static Optional<Session> read(Map<String, byte[]> hash) {
    String id = word(hash, "id");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Session.Builder session =
        Session.newBuilder()
            .setId(id)
            .setSource(word(hash, "source"))
            .setChat(word(hash, "chat"))
            .setCommentsPerSecond(Double.parseDouble(word(hash, "commentsPerSecond")))
            .setFlagThreshold(Float.parseFloat(word(hash, "flagThreshold")))
            .setLanguage(word(hash, "language"))
            .setState(ChatIndex.state(word(hash, "state")))
            .setReason(word(hash, "reason"))
            .setLastRejection(word(hash, "lastRejection"))
            .setAccount(word(hash, "account"))
            .setAccountProblem(word(hash, "accountProblem"));
    String rejected = word(hash, "rejectedCount");
    session.setRejectedCount(rejected.isEmpty() ? 0 : Long.parseLong(rejected));
    Timestamp created = StoredTime.read(word(hash, "createTime"));
    if (created != null) {
      session.setCreateTime(created);
    }
    return Optional.of(session.build());
  }

  private static String word(Map<String, byte[]> hash, String field) {
    byte[] value = hash.get(field);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}
