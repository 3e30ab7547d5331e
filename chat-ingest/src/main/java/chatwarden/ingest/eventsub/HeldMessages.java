package chatwarden.ingest.eventsub;

import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.HeldState;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/** Reads from notifications how AutoMod and moderators treat messages that are held. */
final class HeldMessages {

  private HeldMessages() {}

  /** Returns AutoMod's category, or the name of another reason; empty where there is none. */
  static String category(EventSubMessage message) {
    JsonNode automod = message.payload().path("event").path("automod");
    String category = EventSubMessage.text(automod.path("category"));
    return category.isEmpty() ? message.text("reason") : category;
  }

  /** Returns the state of a message that was released or dropped; empty where it is not known. */
  static Optional<HeldState> state(EventSubMessage message) {
    return switch (message.text("status").toLowerCase(Locale.ROOT)) {
      case "approved" -> Optional.of(HeldState.APPROVED);
      case "denied" -> Optional.of(HeldState.DENIED);
      case "expired" -> Optional.of(HeldState.EXPIRED);
      default -> Optional.empty();
    };
  }

  /** Returns the ids of a comment and of its author alone. */
  static Comment withoutWords(Comment comment) {
    return Comment.newBuilder()
        .setId(comment.getId())
        .setChat(comment.getChat())
        .setAuthor(Author.newBuilder().setId(comment.getAuthor().getId()))
        .build();
  }
}
