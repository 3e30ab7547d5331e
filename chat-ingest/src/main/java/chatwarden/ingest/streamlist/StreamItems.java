package chatwarden.ingest.streamlist;

import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import chatwarden.youtube.v3.LiveChatMessage;
import chatwarden.youtube.v3.LiveChatMessageAuthorDetails;
import chatwarden.youtube.v3.LiveChatMessageSnippet;
import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads comments and their authors from messages of the Data API. */
final class StreamItems {

  private StreamItems() {}

  /**
   * Returns a written comment, unchecked.
   *
   * @param chat the chat that it is stored under
   * @param now when it was written if the message does not say
   */
  static Comment comment(LiveChatMessage message, String text, String chat, Instant now) {
    Comment.Builder comment =
        Comment.newBuilder()
            .setId(message.getId())
            .setChat(chat)
            .setText(text)
            .setPublishTime(time(message.getSnippet().getPublishedAt(), now));
    Author author = author(message);
    if (!author.equals(Author.getDefaultInstance())) {
      comment.setAuthor(author);
    }
    return comment.build();
  }

  private static Timestamp time(String text, Instant now) {
    Instant time;
    try {
      time = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      time = now;
    }
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static Author author(LiveChatMessage message) {
    LiveChatMessageAuthorDetails details = message.getAuthorDetails();
    LiveChatMessageSnippet snippet = message.getSnippet();
    Author.Builder author =
        Author.newBuilder()
            .setId(
                details.getChannelId().isEmpty()
                    ? snippet.getAuthorChannelId()
                    : details.getChannelId())
            .setName(details.getDisplayName());
    if (details.getIsChatOwner()) {
      author.addBadges(Badge.OWNER);
    }
    if (details.getIsChatModerator()) {
      author.addBadges(Badge.MODERATOR);
    }
    if (details.getIsChatSponsor()) {
      author.addBadges(Badge.MEMBER);
    }
    if (details.getIsVerified()) {
      author.addBadges(Badge.VERIFIED);
    }
    return author.build();
  }
}
