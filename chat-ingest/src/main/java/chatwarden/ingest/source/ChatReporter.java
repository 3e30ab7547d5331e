package chatwarden.ingest.source;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.DeletedComment;
import chatwarden.type.v1.HeldComment;
import chatwarden.type.v1.HeldState;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reports to the pipeline what a platform's moderators did in a chat. */
public final class ChatReporter {
  private final String chat;
  private final SourceSink sink;
  private final SourceClock clock;

  /** Reports about the chat; they are dated by the clock. */
  public ChatReporter(String chat, SourceSink sink, SourceClock clock) {
    this.chat = chat;
    this.sink = sink;
    this.clock = clock;
  }

  /** The comment is gone. */
  public void deleted(String id) throws InterruptedException {
    DeletedComment deletion =
        DeletedComment.newBuilder().setChat(chat).setId(id).setDeleteTime(now()).build();
    if (accepted(CommentValidator.check(deletion), "deletion")) {
      sink.report(ChatEvent.newBuilder().setChat(chat).setDeleted(deletion).build());
    }
  }

  /**
   * Everything that the author wrote is gone.
   *
   * @param author who; without an id, everybody
   * @param forHowLong how long the author may not write; empty for ever
   */
  public void banned(Author author, Optional<Duration> forHowLong) throws InterruptedException {
    BannedAuthor.Builder ban =
        BannedAuthor.newBuilder().setChat(chat).setAuthor(author).setBanTime(now());
    forHowLong.ifPresent(duration -> ban.getBanDurationBuilder().setSeconds(duration.toSeconds()));
    if (accepted(CommentValidator.check(ban.build()), "ban")) {
      sink.report(ChatEvent.newBuilder().setChat(chat).setBanned(ban).build());
    }
  }

  /**
   * The platform holds a comment back, or no longer does.
   *
   * @param comment without its text once it was released or dropped
   * @param category the platform's name of the reason; may be empty
   */
  public void held(Comment comment, HeldState state, String category) throws InterruptedException {
    HeldComment held =
        HeldComment.newBuilder()
            .setChat(chat)
            .setComment(comment)
            .setHoldTime(now())
            .setState(state)
            .setCategory(category)
            .build();
    if (accepted(CommentValidator.check(held), "held comment")) {
      sink.report(ChatEvent.newBuilder().setChat(chat).setHeld(held).build());
    }
  }

  private boolean accepted(Optional<CommentValidator.Problem> problem, String place) {
    problem.ifPresent(found -> sink.reject(new Rejection(place, found.field(), found.problem())));
    return problem.isEmpty();
  }

  private Timestamp now() {
    Instant now = clock.instant();
    return Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
  }
}
