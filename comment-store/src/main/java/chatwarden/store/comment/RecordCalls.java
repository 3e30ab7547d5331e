package chatwarden.store.comment;

import chatwarden.domain.chat.SyntheticChat;
import chatwarden.domain.sketch.Sketch;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.words.WordRecord;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.DeletedComment;
import chatwarden.type.v1.EndedChat;
import chatwarden.type.v1.HeldComment;
import chatwarden.type.v1.RewrittenComment;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The script calls that record messages.
 *
 * @param commentTtl how long a comment's hash lives; 0 for ever
 * @param streamMaxLength how many events a chat keeps, roughly
 * @param clock by which comments belong to hours
 */
public record RecordCalls(Duration commentTtl, int streamMaxLength, InstantSource clock) {

  ScriptCall of(ClassifiedBatch batch) {
    BatchCheck.chat(batch.getChat());
    BatchCheck.count(batch.getCommentsCount());
    ChatKeys keys = new ChatKeys(batch.getChat());
    ScriptCall call =
        comments(keys, "classified", batch.getCommentsCount(), batch.getPublication());
    for (int i = 0; i < batch.getCommentsCount(); i++) {
      ClassifiedComment comment = batch.getComments(i);
      BatchCheck.classified("comments[" + i + "]", batch.getChat(), comment);
      add(call, keys, comment);
    }
    return call;
  }

  ScriptCall of(TaggedBatch batch) {
    BatchCheck.chat(batch.getChat());
    BatchCheck.count(batch.getCommentsCount());
    ChatKeys keys = new ChatKeys(batch.getChat());
    ScriptCall call =
        comments(keys, "tagged", batch.getCommentsCount(), Publication.getDefaultInstance());
    for (int i = 0; i < batch.getCommentsCount(); i++) {
      TaggedComment tagged = batch.getComments(i);
      BatchCheck.tagged("comments[" + i + "]", batch.getChat(), tagged);
      add(call, keys, tagged.getComment());
      call.argument(tagged.getFailed() ? "UNTAGGABLE" : "TAGGED")
          .argument(CommentEvents.tagged(batch.getChat(), tagged).toByteArray())
          .argument(CommentSketch.tagged(tagged))
          .fields(CommentHash.tagged(tagged));
    }
    return call;
  }

  ScriptCall of(RewrittenBatch batch) {
    BatchCheck.chat(batch.getChat());
    BatchCheck.count(batch.getCommentsCount());
    ChatKeys keys = new ChatKeys(batch.getChat());
    ScriptCall call = ofChat(Script.RECORD_REWRITINGS, batch.getChat()).argument(streamMaxLength);
    for (int i = 0; i < batch.getCommentsCount(); i++) {
      RewrittenComment rewritten = batch.getComments(i);
      BatchCheck.rewritten("comments[" + i + "]", rewritten);
      call.key(keys.comment(rewritten.getId()))
          .argument(rewritten.getId())
          .argument(rewritten.getRewriting().toByteArray())
          .argument(rewritten.toBuilder().setChat(batch.getChat()).build().toByteArray());
    }
    return call;
  }

  /** The call that records the event; fails where the event is not set. */
  ScriptCall of(ChatEvent event) {
    String chat = event.getChat();
    BatchCheck.chat(chat);
    ScriptCall call =
        switch (event.getEventCase()) {
          case DELETED -> of(chat, event.getDeleted());
          case BANNED -> of(chat, event.getBanned());
          case HELD -> of(chat, event.getHeld());
          case ENDED -> of(chat, event.getEnded());
          case EVENT_NOT_SET ->
              throw InvalidInputException.of(
                  "event", "is not set (expected: deleted, banned, held, ended)");
        };
    addPublication(call.key(session(chat, event.getPublication())), event.getPublication());
    return call;
  }

  /** The call that has the end of the chat not wait for the messages. */
  ScriptCall passOver(String chat, Publication publication) {
    BatchCheck.chat(chat);
    ScriptCall call = ofChat(Script.PASS_OVER, chat).key(session(chat, publication));
    addPublication(call, publication);
    return call;
  }

  private ScriptCall of(String chat, DeletedComment deleted) {
    BatchCheck.id("deleted.id", deleted.getId());
    BatchCheck.time("deleted.delete_time", deleted.hasDeleteTime(), deleted.getDeleteTime());
    ChatKeys keys = new ChatKeys(chat);
    return ofChat(Script.RECORD_DELETION, chat)
        .key(keys.comment(deleted.getId()))
        .keys(keys.reviewQueue())
        .argument(commentTtl.toMillis())
        .argument(streamMaxLength)
        .argument(deleted.getId())
        .argument(StoredTime.exact(deleted.getDeleteTime()))
        .argument(deleted.toBuilder().setChat(chat).build().toByteArray());
  }

  private ScriptCall of(String chat, BannedAuthor banned) {
    BatchCheck.authorId("banned.author.id", banned.getAuthor().getId());
    BatchCheck.time("banned.ban_time", banned.hasBanTime(), banned.getBanTime());
    return ofChat(Script.RECORD_BAN, chat)
        .key(new ChatKeys(chat).bans())
        .key(new ChatKeys(chat).bansByRecording())
        .key(new ChatKeys(chat).erased())
        .argument(streamMaxLength)
        .argument(banned.getAuthor().getId())
        .argument(StoredTime.sortable(banned.getBanTime()))
        .argument(banned.toBuilder().setChat(chat).build().toByteArray());
  }

  private ScriptCall of(String chat, HeldComment held) {
    BatchCheck.held("held", chat, held);
    ChatKeys keys = new ChatKeys(chat);
    Comment comment = held.getComment();
    return ofChat(Script.RECORD_HOLD, chat)
        .key(keys.comment(comment.getId()))
        .key(keys.erased())
        .argument(commentTtl.toMillis())
        .argument(streamMaxLength)
        .argument(comment.getId())
        .argument(comment.getAuthor().getId())
        .argument(StoredTime.sortable(held.getHoldTime()))
        .argument(held.getState().name())
        .argument(held.toBuilder().setChat(chat).build().toByteArray());
  }

  private ScriptCall of(String chat, EndedChat ended) {
    BatchCheck.time("ended.end_time", ended.hasEndTime(), ended.getEndTime());
    if (ended.getState() != ChatState.ENDED && ended.getState() != ChatState.FAILED) {
      throw InvalidInputException.of(
          "ended.state", ended.getState() + " (expected: ENDED or FAILED)");
    }
    return ofChat(Script.RECORD_END, chat)
        .argument(streamMaxLength)
        .argument(StoredTime.exact(ended.getEndTime()))
        .argument(ended.getState().name())
        .argument(ended.toBuilder().setChat(chat).build().toByteArray())
        .argument(ended.getSession());
  }

  /** The removal of a comment; {@code call} names this very removal. */
  ScriptCall removal(DeletedComment deleted, Comment comment, String call) {
    String authorId = comment.getAuthor().getId();
    ChatKeys keys = new ChatKeys(deleted.getChat());
    return ofChat(Script.REMOVE_COMMENT, deleted.getChat())
        .key(keys.byTime())
        .key(keys.comment(deleted.getId()))
        .key(keys.byAuthor(authorId))
        .keys(keys.reviewQueue())
        .key(words(keys, comment))
        .argument(commentTtl.toMillis())
        .argument(streamMaxLength)
        .argument(deleted.getId())
        .argument(authorId)
        .argument(StoredTime.exact(deleted.getDeleteTime()))
        .argument(deleted.toByteArray())
        .argument(call)
        .argument(WordRecord.header(comment));
  }

  public static ScriptCall ofChat(Script script, String chat) {
    ChatKeys keys = new ChatKeys(chat);
    return new ScriptCall(script).key(keys.meta()).key(keys.events());
  }

  private static String session(String chat, Publication publication) {
    return new ChatKeys(chat).session(publication.getSession());
  }

  private static void addPublication(ScriptCall call, Publication publication) {
    BatchCheck.publication(publication);
    addNumbers(call.argument(publication.getFence()), publication);
  }

  private static void addNumbers(ScriptCall call, Publication publication) {
    for (long number : publication.getNumbersList()) {
      call.argument(number);
    }
  }

  private ScriptCall comments(ChatKeys keys, String stage, int count, Publication publication) {
    BatchCheck.publication(publication);
    long hour = Sketch.hourOf(clock.instant());
    ScriptCall call =
        new ScriptCall(Script.RECORD_COMMENTS)
            .key(keys.meta())
            .key(keys.events())
            .key(keys.byTime())
            .key(keys.byRecording())
            .key(keys.bans())
            .key(keys.undecided())
            .key(keys.session(publication.getSession()))
            .key(keys.sketch(hour))
            .key(keys.sketchedHours())
            .key(keys.erased())
            .argument(stage)
            .argument(commentTtl.toMillis())
            .argument(streamMaxLength)
            .argument(count)
            .argument(publication.getFence())
            .argument(hour)
            .argument(publication.getNumbersCount());
    addNumbers(call, publication);
    return call;
  }

  private static void add(ScriptCall call, ChatKeys keys, ClassifiedComment classified) {
    Comment comment = classified.getComment();
    call.key(keys.comment(comment.getId()))
        .key(keys.byAuthor(comment.getAuthor().getId()))
        .key(words(keys, comment))
        .argument(comment.getId())
        .argument(comment.getAuthor().getId())
        .argument(StoredTime.micros(comment.getPublishTime()))
        .argument(StoredTime.sortable(comment.getPublishTime()))
        .argument(classified.getFlagged() ? "1" : "0")
        .argument(CommentEvents.classified(keys.chat(), classified).toByteArray())
        .argument(SyntheticChat.is(keys.chat()) ? "" : CommentSketch.classified(classified))
        .argument(record(keys, classified))
        .fields(CommentHash.classified(classified));
  }

  private static String words(ChatKeys keys, Comment comment) {
    return keys.words(WordRecord.hourOf(comment.getPublishTime().getSeconds()));
  }

  private static byte[] record(ChatKeys keys, ClassifiedComment classified) {
    return SyntheticChat.is(keys.chat())
        ? new byte[0]
        : WordRecord.of(
            classified.getComment(),
            classified.getClassification().getLabel(),
            classified.getFlagged());
  }
}
