package chatwarden.store.watch;

import chatwarden.action.v1.Action;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentHash;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.DeletedComment;
import chatwarden.type.v1.EndedChat;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.RewrittenComment;
import chatwarden.type.v1.StartedChat;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry of a chat's stream as the event that watchers see. */
final class EventEntry {

  private EventEntry() {}

  /** The event of the chat; empty for a kind that a later version writes. */
  static Optional<WatchCommentsResponse> read(StreamMessage<String, byte[]> entry, String chat) {
    Map<String, byte[]> body = entry.getBody();
    WatchCommentsResponse.Builder event =
        WatchCommentsResponse.newBuilder().setResumeToken(token(entry).in(chat));
    byte[] proto = body.getOrDefault("proto", new byte[0]);
    try {
      switch (String.valueOf(word(body, "event"))) {
        case "classified" -> event.setClassified(comment(proto, body));
        case "tagged" -> event.setTagged(comment(proto, body));
        case "rewritten" -> event.setRewritten(RewrittenComment.parseFrom(proto));
        case "deleted" -> event.setDeleted(DeletedComment.parseFrom(proto));
        case "banned" -> event.setBanned(BannedAuthor.parseFrom(proto));
        case "action" -> event.setAction(Action.parseFrom(proto));
        case "ended" -> event.setEnded(EndedChat.parseFrom(proto));
        case "started" -> event.setStarted(StartedChat.parseFrom(proto));
        default -> {
          return Optional.empty();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception(
          "BROKEN_EVENT", "event " + entry.getId() + " cannot be read", e);
    }
    return Optional.of(event.build());
  }

  static ResumeToken token(StreamMessage<String, byte[]> entry) {
    return ResumeToken.parse(entry.getId());
  }

  private static ModeratedComment comment(byte[] proto, Map<String, byte[]> body)
      throws InvalidProtocolBufferException {
    ModeratedComment comment =
        EarlierFlag.read(EarlierTagging.read(ModeratedComment.parseFrom(proto)));
    String deleteTime = word(body, "deleteTime");
    String banTime = word(body, "banTime");
    if (deleteTime == null && banTime == null) {
      return comment;
    }
    ModeratedComment.Builder marked = comment.toBuilder();
    CommentHash.applyMarks(marked, deleteTime, banTime);
    return marked.build();
  }

  private static @Nullable String word(Map<String, byte[]> body, String field) {
    byte[] value = body.get(field);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
