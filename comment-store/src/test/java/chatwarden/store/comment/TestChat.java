package chatwarden.store.comment;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.store.redis.StoredTime;
import chatwarden.testing.chat.GoldenChats;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.DeletedComment;
import chatwarden.type.v1.EndedChat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of an invented chat.
 *
 * @param id the chat's id
 * @param comments all of it
 */
public record TestChat(String id, List<ClassifiedComment> comments) {

  public static TestChat of(String id, int count, double offensiveShare) {
    GoldenChats chat = GoldenChats.of(id, 7).withOffensiveShare(offensiveShare).withAuthors(4);
    return new TestChat(id, chat.comments(count).stream().map(GoldenStages::classify).toList());
  }

  public String commentId(int n) {
    return comments.get(n).getComment().getId();
  }

  public List<TaggedComment> tagged() {
    return comments.stream().filter(ClassifiedComment::getFlagged).map(GoldenStages::tag).toList();
  }

  public List<ClassifiedBatch> classifiedBatches(int size) {
    List<ClassifiedBatch> batches = new ArrayList<>();
    for (int i = 0; i < comments.size(); i += size) {
      batches.add(
          GoldenStages.classifiedBatch(comments.subList(i, Math.min(i + size, comments.size()))));
    }
    return batches;
  }

  public List<TaggedBatch> taggedBatches(int size) {
    List<TaggedComment> all = tagged();
    List<TaggedBatch> batches = new ArrayList<>();
    for (int i = 0; i < all.size(); i += size) {
      batches.add(GoldenStages.taggedBatch(all.subList(i, Math.min(i + size, all.size()))));
    }
    return batches;
  }

  public ChatEvent deletion(String commentId) {
    return ChatEvent.newBuilder()
        .setChat(id)
        .setDeleted(
            DeletedComment.newBuilder()
                .setChat(id)
                .setId(commentId)
                .setDeleteTime(
                    StoredTime.timestamp(Instant.parse("2026-01-01T13:00:00.123456789Z"))))
        .build();
  }

  /** Returns a ban up to this comment; of every author, if the id is empty. */
  public ChatEvent ban(String authorId, int untilComment) {
    return ChatEvent.newBuilder()
        .setChat(id)
        .setBanned(
            BannedAuthor.newBuilder()
                .setChat(id)
                .setAuthor(Author.newBuilder().setId(authorId))
                .setBanTime(comments.get(untilComment).getComment().getPublishTime()))
        .build();
  }

  public ChatEvent end(String time) {
    return end(time, "");
  }

  /** The end of one session. */
  public ChatEvent end(String time, String session) {
    return ChatEvent.newBuilder()
        .setChat(id)
        .setEnded(
            EndedChat.newBuilder()
                .setChat(id)
                .setState(ChatState.ENDED)
                .setReason("the file is over")
                .setSession(session)
                .setEndTime(StoredTime.timestamp(Instant.parse(time))))
        .build();
  }
}
