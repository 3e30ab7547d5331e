package chatwarden.ingest.eventsub;

import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads comments and their authors from notifications. */
final class EventSubComments {

  private EventSubComments() {}

  /**
   * Returns a written comment, unchecked.
   *
   * @param message a notification of a chat message, or of a chat notification with words
   * @param chat the chat that it is stored under
   * @param now when it was written if the message does not say
   */
  static Comment comment(EventSubMessage message, String chat, Instant now) {
    Comment.Builder comment =
        Comment.newBuilder()
            .setId(message.text("message_id"))
            .setChat(chat)
            .setText(text(message))
            .setOrigin(origin(message))
            .setPublishTime(time(message.time().orElse(now)));
    Author author = author(message);
    if (!author.equals(Author.getDefaultInstance())) {
      comment.setAuthor(author);
    }
    return comment.build();
  }

  /** Returns a comment that AutoMod holds, unchecked. */
  static Comment held(EventSubMessage message, String chat) {
    Author.Builder author = author(message.text("user_id"), "user", message);
    return Comment.newBuilder()
        .setId(message.text("message_id"))
        .setChat(chat)
        .setText(text(message))
        .setAuthor(author)
        .build();
  }

  /** Returns the words of a message; empty where it has none. */
  static String text(EventSubMessage message) {
    JsonNode words = message.payload().path("event").path("message").path("text");
    return MeText.unwrapped(EventSubMessage.text(words));
  }

  /** Twitch leaves the source out where the comment was written in the chat's own channel. */
  private static String origin(EventSubMessage message) {
    String id = message.text("source_broadcaster_user_id");
    if (id.isEmpty() || id.equals(message.text("broadcaster_user_id"))) {
      return "";
    }
    String name = message.text("source_broadcaster_user_login");
    return name.isEmpty() ? id : name;
  }

  private static Timestamp time(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static Author author(EventSubMessage message) {
    return author(message.text("chatter_user_id"), "chatter_user", message)
        .addAllBadges(badges(message.payload().path("event").path("badges")))
        .build();
  }

  private static Author.Builder author(String id, String field, EventSubMessage message) {
    String name = message.text(field + "_name");
    return Author.newBuilder()
        .setId(id)
        .setName(name.isBlank() ? message.text(field + "_login") : name);
  }

  private static Set<Badge> badges(JsonNode badges) {
    Set<Badge> found = new LinkedHashSet<>();
    for (JsonNode badge : badges) {
      switch (badge.path("set_id").asText("")) {
        case "broadcaster" -> found.add(Badge.OWNER);
        case "moderator", "lead_moderator" -> found.add(Badge.MODERATOR);
        case "subscriber", "founder" -> found.add(Badge.MEMBER);
        case "partner" -> found.add(Badge.VERIFIED);
        default -> {
          // The many others say nothing that moderation goes by.
        }
      }
    }
    return found;
  }
}
