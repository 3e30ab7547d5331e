package chatwarden.store.author;

import chatwarden.author.v1.AddAuthorNoteRequest;
import chatwarden.author.v1.AuthorCard;
import chatwarden.author.v1.AuthorNote;
import chatwarden.review.v1.Review;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.note.StoredNotes;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.review.ReviewStore;
import chatwarden.store.review.Reviewer;
import com.google.protobuf.Timestamp;
import io.lettuce.core.KeyValue;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The authors in Redis. */
public final class RedisAuthorStore implements AuthorStore {

  private static final int COUNTED = 1_000;
  private static final int RECENT = 20;
  private static final int MOST_NOTES = 50;
  private static final int LONGEST_NOTE =
      FieldRules.most(AddAuthorNoteRequest.getDescriptor(), "text");

  private final SharedConnection redis;
  private final CommentStore comments;
  private final ReviewStore reviews;
  private final InstantSource clock;

  /** The authors of the comments of a store. */
  public RedisAuthorStore(
      SharedConnection redis, CommentStore comments, ReviewStore reviews, InstantSource clock) {
    this.redis = redis;
    this.comments = comments;
    this.reviews = reviews;
    this.clock = clock;
  }

  @Override
  public AuthorCard card(String chat, String authorId) {
    requireChat(chat);
    ChatKeys keys = new ChatKeys(chat);
    AuthorCard.Builder card = AuthorCard.newBuilder().setChat(chat);
    card.getAuthorBuilder().setId(authorId);
    CompletionStage<Long> count = redis.send(commands -> commands.zcard(keys.byAuthor(authorId)));
    List<String> ids = newest(keys, authorId);
    AuthorTally tally = count(keys, ids, card);
    card.setCommentCount(RedisFaults.await(count));
    if (!ids.isEmpty()) {
      comments
          .get(chat, ids.getFirst())
          .ifPresent(comment -> card.setAuthor(comment.getComment().getAuthor()));
    }
    tally.lastDecided(RECENT).stream()
        .flatMap(id -> review(chat, id).stream())
        .forEach(card::addRecentReviews);
    banTimes(keys, authorId).forEach(card::addBanTimes);
    card.addAllNotes(new StoredNotes(redis, chat).of(authorId).getNotesList().reversed());
    if (card.getCommentCount() == 0 && card.getBanTimesCount() == 0 && card.getNotesCount() == 0) {
      throw authorNotFound();
    }
    return card.build();
  }

  private List<String> newest(ChatKeys keys, String authorId) {
    return redis
        .ask(commands -> commands.zrevrange(keys.byAuthor(authorId), 0, COUNTED - 1L))
        .stream()
        .map(id -> new String(id, StandardCharsets.UTF_8))
        .toList();
  }

  private AuthorTally count(ChatKeys keys, List<String> ids, AuthorCard.Builder card) {
    List<CompletionStage<List<KeyValue<String, byte[]>>>> asked = new ArrayList<>();
    for (String id : ids) {
      asked.add(redis.send(commands -> commands.hmget(keys.comment(id), AuthorTally.FIELDS)));
    }
    AuthorTally tally = new AuthorTally(card);
    for (int i = 0; i < ids.size(); i++) {
      tally.add(ids.get(i), RedisFaults.await(asked.get(i)));
    }
    tally.close();
    return tally;
  }

  private Optional<Review> review(String chat, String comment) {
    try {
      return Optional.of(reviews.get(chat, comment));
    } catch (ChatwardenException e) {
      FaultCode.NOT_FOUND.orThrow(e);
      return Optional.empty(); // It was removed just now.
    }
  }

  private List<Timestamp> banTimes(ChatKeys keys, String authorId) {
    byte[] times = redis.ask(commands -> commands.hget(keys.bans(), "by:" + authorId));
    return times == null
        ? List.of()
        : Stream.of(new String(times, StandardCharsets.UTF_8).split(" ", -1))
            .flatMap(time -> Stream.ofNullable(StoredTime.read(time)))
            .toList();
  }

  @Override
  public AuthorNote addNote(String chat, String authorId, String text, Reviewer reviewer) {
    requireChat(chat);
    if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST_NOTE) {
      throw InvalidInputException.of(
          "text", "is empty or too long (expected: 1 to " + LONGEST_NOTE + " characters)");
    }
    AuthorNote note =
        AuthorNote.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setText(text)
            .setReviewer(reviewer.name())
            .setCaller(reviewer.caller())
            .setCreateTime(StoredTime.timestamp(clock.instant()))
            .build();
    boolean added =
        new StoredNotes(redis, chat).update(authorId, notes -> withNote(notes, note), true);
    if (!added) {
      throw authorNotFound();
    }
    return note;
  }

  private static List<AuthorNote> withNote(List<AuthorNote> notes, AuthorNote note) {
    if (notes.size() >= MOST_NOTES) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "TOO_MANY_NOTES",
          "the author has "
              + notes.size()
              + " notes (expected: fewer than "
              + MOST_NOTES
              + "); delete one first");
    }
    return Stream.concat(notes.stream(), Stream.of(note)).toList();
  }

  @Override
  public void deleteNote(String chat, String authorId, String id) {
    requireChat(chat);
    new StoredNotes(redis, chat)
        .update(
            authorId,
            notes -> notes.stream().filter(note -> !note.getId().equals(id)).toList(),
            false);
  }

  private void requireChat(String chat) {
    if (comments.chat(chat).isEmpty()) {
      throw FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no chat has this id");
    }
  }

  private static ChatwardenException authorNotFound() {
    return FaultCode.NOT_FOUND.exception(
        "AUTHOR_NOT_FOUND", "the chat has nothing of an author with this id");
  }
}
