package chatwarden.ingest.twitch;

import chatwarden.ingest.eventsub.MeText;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads comments and their authors from Twitch's messages. */
final class TwitchComments {
  private TwitchComments() {}

  /**
   * A written comment, unchecked.
   *
   * @param message a {@code PRIVMSG}, or a {@code USERNOTICE} with words
   * @param chat the chat that it is stored under
   * @param now when it was written if the message does not say
   */
  static Comment comment(IrcMessage message, String chat, Instant now) {
    Comment.Builder comment =
        Comment.newBuilder()
            .setId(message.tag("id"))
            .setChat(chat)
            .setText(MeText.unwrapped(message.parameter(1)))
            .setOrigin(origin(message))
            .setPublishTime(time(message, now));
    Author author = author(message);
    if (!author.equals(Author.getDefaultInstance())) {
      comment.setAuthor(author);
    }
    return comment.build();
  }

  /** Twitch names the room that a shared chat brought a message from by its id alone. */
  private static String origin(IrcMessage message) {
    String source = message.tag("source-room-id");
    return source.equals(message.tag("room-id")) ? "" : source;
  }

  private static Timestamp time(IrcMessage message, Instant now) {
    String sent = message.tag("tmi-sent-ts");
    Instant time =
        sent.matches("[1-9]\\d{0,13}") ? Instant.ofEpochMilli(Long.parseLong(sent)) : now;
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static Author author(IrcMessage message) {
    String name = message.tag("display-name");
    // A notice comes from the server itself, which names its author in a tag.
    String login = message.tags().containsKey("login") ? message.tag("login") : message.nick();
    return Author.newBuilder()
        .setId(message.tag("user-id"))
        .setName(name.isBlank() ? login : name)
        .addAllBadges(badges(message))
        .build();
  }

  private static Set<Badge> badges(IrcMessage message) {
    Set<Badge> found = new LinkedHashSet<>();
    for (String badge : message.tag("badges").split(",")) {
      switch (badge.split("/", 2)[0]) {
        case "broadcaster" -> found.add(Badge.OWNER);
        case "moderator" -> found.add(Badge.MODERATOR);
        case "subscriber", "founder" -> found.add(Badge.MEMBER);
        case "partner" -> found.add(Badge.VERIFIED);
        default -> {
          // The many others say nothing that moderation goes by.
        }
      }
    }
    if (message.tag("mod").equals("1")) {
      found.add(Badge.MODERATOR);
    }
    if (message.tag("subscriber").equals("1")) {
      found.add(Badge.MEMBER);
    }
    return found;
  }
}
