package chatwarden.ingest.streamlist;

import chatwarden.ingest.source.ChatReporter;
import chatwarden.ingest.source.CommentValidator;
import chatwarden.ingest.source.CommentValidator.Problem;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SeenComments;
import chatwarden.ingest.source.SeenComments.Sighting;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceSink;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import chatwarden.youtube.v3.ChannelProfileDetails;
import chatwarden.youtube.v3.LiveChatMessage;
import chatwarden.youtube.v3.LiveChatMessageSnippet;
import chatwarden.youtube.v3.LiveChatUserBannedMessageDetails;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Hands what happened in a chat to the pipeline, each comment once. Of one thread. */
final class StreamDelivery {
  private static final int REMEMBERED = 1_024;

  private final String chat;
  private final SourceSink sink;
  private final SourceClock clock;
  private final ChatReporter reporter;
  private final SeenComments seen = new SeenComments(REMEMBERED);
  private long usec;

  StreamDelivery(String chat, SourceSink sink, SourceClock clock) {
    this.chat = chat;
    this.sink = sink;
    this.clock = clock;
    this.reporter = new ChatReporter(chat, sink, clock);
  }

  /** Goes on after what an earlier delivery met. */
  void restore(StreamPlace place) {
    seen.restore(place.seen());
    usec = place.usec();
  }

  /** Returns the comments that were met last. */
  byte[] seen() {
    return seen.toBytes();
  }

  /** Returns when the last comment was written, in microseconds since 1970; 0 when none was. */
  long usec() {
    return usec;
  }

  /**
   * Hands a message over; blocks while the pipeline is full.
   *
   * @return whether the chat goes on
   */
  boolean deliver(LiveChatMessage message) throws InterruptedException {
    LiveChatMessageSnippet snippet = message.getSnippet();
    switch (snippet.getType()) {
      case TEXT_MESSAGE_EVENT -> say(message, snippet.getTextMessageDetails().getMessageText());
      case SUPER_CHAT_EVENT -> sayIfAny(message, snippet.getSuperChatDetails().getUserComment());
      case MEMBER_MILESTONE_CHAT_EVENT ->
          sayIfAny(message, snippet.getMemberMilestoneChatDetails().getUserComment());
      case TOMBSTONE -> reporter.deleted(message.getId());
      case MESSAGE_DELETED_EVENT ->
          reporter.deleted(snippet.getMessageDeletedDetails().getDeletedMessageId());
      case MESSAGE_RETRACTED_EVENT ->
          reporter.deleted(snippet.getMessageRetractedDetails().getRetractedMessageId());
      case USER_BANNED_EVENT -> ban(snippet.getUserBannedDetails());
      case CHAT_ENDED_EVENT -> {
        return false;
      }
      case INVALID_TYPE -> {
        // A sticker, a gift, a poll, and what YouTube adds later.
      }
    }
    return true;
  }

  /** Most of these come without words. */
  private void sayIfAny(LiveChatMessage message, String text) throws InterruptedException {
    if (!text.isBlank()) {
      say(message, text);
    }
  }

  private void say(LiveChatMessage message, String text) throws InterruptedException {
    Instant now = clock.instant();
    Comment comment = StreamItems.comment(message, text, chat, now);
    Optional<Problem> problem = CommentValidator.check(comment);
    if (problem.isPresent()) {
      sink.reject(
          new Rejection("comment of " + now, problem.get().field(), problem.get().problem()));
    } else if (seen.see(comment.getId(), comment.getText()) == Sighting.NEW) {
      sink.deliver(comment);
      Timestamp time = comment.getPublishTime();
      usec = Math.max(usec, time.getSeconds() * 1_000_000 + time.getNanos() / 1_000);
    }
  }

  private void ban(LiveChatUserBannedMessageDetails ban) throws InterruptedException {
    ChannelProfileDetails author = ban.getBannedUserDetails();
    if (author.getChannelId().isEmpty()) {
      // Without an id it would be everyone.
      sink.reject(new Rejection("ban", "channel_id", "must not be missing"));
      return;
    }
    reporter.banned(
        Author.newBuilder().setId(author.getChannelId()).setName(author.getDisplayName()).build(),
        ban.hasBanDurationSeconds()
            ? Optional.of(Duration.ofSeconds(ban.getBanDurationSeconds()))
            : Optional.empty());
  }
}
