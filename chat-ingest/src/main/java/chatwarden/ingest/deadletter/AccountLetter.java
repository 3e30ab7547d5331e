package chatwarden.ingest.deadletter;

import chatwarden.account.v1.AccountRecord;
import chatwarden.account.v1.DeadLetter;
import chatwarden.broker.DeadLetterMessage;
import chatwarden.broker.MessageHeaders;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * What a dead letter has of an account.
 *
 * @param records the found parts
 * @param rest the message without it; empty where nothing else is in it
 */
record AccountLetter(List<AccountRecord> records, byte[] rest) {

  private static final byte[] NONE = {};

  AccountLetter {
    records = List.copyOf(records);
  }

  /**
   * Takes a message apart.
   *
   * @param authorId the account
   * @param chat the chat's id; empty for all
   * @param isStored whether the store has the comment of a chat: proposals do not name the author
   */
  static AccountLetter of(
      DeadLetterMessage message,
      String authorId,
      String chat,
      BiPredicate<String, String> isStored) {
    Parts parts = new Parts(message, authorId, chat);
    try {
      return parts.read(isStored);
    } catch (InvalidProtocolBufferException e) {
      return parts.unreadable();
    }
  }

  /** Returns whether the message had anything of the account. */
  boolean isChanged(DeadLetterMessage message) {
    return rest != message.body();
  }

  /** The parts of one message. */
  private static final class Parts {

    private final DeadLetterMessage message;
    private final String authorId;
    private final String chat;
    private final List<AccountRecord> records = new ArrayList<>();

    Parts(DeadLetterMessage message, String authorId, String chat) {
      this.message = message;
      this.authorId = authorId;
      this.chat = chat;
    }

    AccountLetter read(BiPredicate<String, String> isStored) throws InvalidProtocolBufferException {
      byte[] body = message.body();
      String type = message.type();
      if (type.equals(Comment.getDescriptor().getFullName())) {
        Comment comment = Comment.parseFrom(body);
        return isOwn(comment.getChat(), comment) ? rest(NONE) : unchanged();
      } else if (type.equals(ClassifiedBatch.getDescriptor().getFullName())) {
        return classified(ClassifiedBatch.parseFrom(body));
      } else if (type.equals(TaggedBatch.getDescriptor().getFullName())) {
        return tagged(TaggedBatch.parseFrom(body));
      } else if (type.equals(RewrittenBatch.getDescriptor().getFullName())) {
        return rewritten(RewrittenBatch.parseFrom(body), isStored);
      } else if (type.equals(ChatEvent.getDescriptor().getFullName())) {
        return event(ChatEvent.parseFrom(body));
      }
      return unreadable();
    }

    /** Of what cannot be read, nothing is known but that it has the id in it. */
    AccountLetter unreadable() {
      String body = new String(message.body(), StandardCharsets.UTF_8);
      return body.contains(authorId) ? rest(NONE) : unchanged();
    }

    private AccountLetter classified(ClassifiedBatch batch) {
      var others =
          batch.getCommentsList().stream()
              .filter(it -> !isOwn(batch.getChat(), it.getComment()))
              .toList();
      return others.size() == batch.getCommentsCount()
          ? unchanged()
          : rest(batch.toBuilder().clearComments().addAllComments(others).build(), others);
    }

    private AccountLetter tagged(TaggedBatch batch) {
      var others =
          batch.getCommentsList().stream()
              .filter(it -> !isOwn(batch.getChat(), it.getComment().getComment()))
              .toList();
      return others.size() == batch.getCommentsCount()
          ? unchanged()
          : rest(batch.toBuilder().clearComments().addAllComments(others).build(), others);
    }

    private AccountLetter rewritten(RewrittenBatch batch, BiPredicate<String, String> isStored) {
      var others =
          batch.getCommentsList().stream()
              .filter(it -> !isIn(batch.getChat()) || isStored.test(batch.getChat(), it.getId()))
              .toList();
      return others.size() == batch.getCommentsCount()
          ? unchanged()
          : rest(batch.toBuilder().clearComments().addAllComments(others).build(), others);
    }

    private AccountLetter event(ChatEvent event) {
      BannedAuthor banned = event.getBanned();
      if (!isIn(event.getChat()) || !banned.getAuthor().getId().equals(authorId)) {
        return unchanged();
      }
      records.add(in(event.getChat()).setDeadLetter(letter().setBanned(banned)).build());
      return rest(NONE);
    }

    private boolean isOwn(String ofChat, Comment comment) {
      boolean isOwn = isIn(ofChat) && comment.getAuthor().getId().equals(authorId);
      if (isOwn) {
        records.add(in(ofChat).setDeadLetter(letter().setComment(comment)).build());
      }
      return isOwn;
    }

    private boolean isIn(String other) {
      return chat.isEmpty() || chat.equals(other);
    }

    private DeadLetter.Builder letter() {
      return DeadLetter.newBuilder()
          .setQueue(message.header(MessageHeaders.QUEUE))
          .setReason(message.header(MessageHeaders.REASON));
    }

    private static AccountRecord.Builder in(String chat) {
      return AccountRecord.newBuilder().setChat(chat);
    }

    private AccountLetter unchanged() {
      return new AccountLetter(List.of(), message.body());
    }

    private AccountLetter rest(byte[] rest) {
      return new AccountLetter(records, rest);
    }

    private AccountLetter rest(Message rest, List<?> others) {
      return rest(others.isEmpty() ? NONE : rest.toByteArray());
    }
  }
}
