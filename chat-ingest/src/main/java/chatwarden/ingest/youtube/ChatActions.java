package chatwarden.ingest.youtube;

import chatwarden.ingest.source.CommentValidator;
import chatwarden.ingest.source.Rejection;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what happened in a chat from the {@code actions} of an answer. Anything other than a
 * comment or a report about one (tickers, banners, polls, stickers, memberships without words) is
 * passed over.
 */
final class ChatActions {
  /** The renderers that can hold what a viewer wrote. */
  private static final List<String> COMMENTS =
      List.of(
          "liveChatTextMessageRenderer",
          "liveChatPaidMessageRenderer",
          "liveChatMembershipItemRenderer");

  private final String chat;

  ChatActions(String chat) {
    this.chat = chat;
  }

  /** What happened, in order; comments without a time were written {@code now}. */
  List<ChatAction.Placed> read(JsonNode actions, Instant now) {
    List<ChatAction.Placed> happened = new ArrayList<>();
    for (JsonNode action : actions) {
      read(action, 0, now, happened);
    }
    return happened;
  }

  private void read(JsonNode action, long offset, Instant now, List<ChatAction.Placed> happened) {
    JsonNode replayed = action.get("replayChatItemAction");
    if (replayed != null) {
      long place = Math.max(replayed.path("videoOffsetTimeMsec").asLong(), 0);
      for (JsonNode inner : replayed.path("actions")) {
        read(inner, place, now, happened);
      }
      return;
    }
    action(action, now)
        .ifPresent(found -> happened.add(new ChatAction.Placed(offset, usec(action), found)));
  }

  private Optional<ChatAction> action(JsonNode action, Instant now) {
    JsonNode added = action.path("addChatItemAction").path("item");
    if (added.isObject()) {
      return comment(added, now);
    }
    JsonNode replaced = action.path("replaceChatItemAction");
    if (replaced.isObject()) {
      return comment(replaced.path("replacementItem"), now)
          .map(found -> replaced(replaced.path("targetItemId").asText(), found));
    }
    return id(action, "targetItemId", "markChatItemAsDeletedAction", "removeChatItemAction")
        .<ChatAction>map(ChatAction.Deleted::new)
        .or(
            () ->
                id(
                        action,
                        "externalChannelId",
                        "markChatItemsByAuthorAsDeletedAction",
                        "removeChatItemByAuthorAction")
                    .map(ChatAction.Banned::new));
  }

  private static ChatAction replaced(String targetId, ChatAction found) {
    return found instanceof ChatAction.Said(Comment comment)
        ? new ChatAction.Replaced(targetId, comment)
        : found;
  }

  private static Optional<String> id(JsonNode action, String field, String... kinds) {
    for (String kind : kinds) {
      String id = action.path(kind).path(field).asText();
      if (!id.isEmpty()) {
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  private Optional<ChatAction> comment(JsonNode item, Instant now) {
    for (String kind : COMMENTS) {
      JsonNode renderer = item.get(kind);
      if (renderer != null) {
        return comment(kind, renderer, now);
      }
    }
    return Optional.empty();
  }

  private Optional<ChatAction> comment(String kind, JsonNode renderer, Instant now) {
    JsonNode message = renderer.path("message");
    if (message.isMissingNode() && !kind.equals("liveChatTextMessageRenderer")) {
      return Optional.empty();
    }
    Comment.Builder comment =
        Comment.newBuilder()
            .setId(renderer.path("id").asText())
            .setChat(chat)
            .setText(MessageText.of(message))
            .setPublishTime(time(renderer, now));
    Author author = author(renderer);
    if (!author.equals(Author.getDefaultInstance())) {
      comment.setAuthor(author);
    }
    return Optional.of(checked(comment.build()));
  }

  private static ChatAction checked(Comment comment) {
    return CommentValidator.check(comment)
        .<ChatAction>map(
            problem ->
                new ChatAction.Unusable(
                    new Rejection(place(comment), problem.field(), problem.problem())))
        .orElseGet(() -> new ChatAction.Said(comment));
  }

  private static String place(Comment comment) {
    Timestamp time = comment.getPublishTime();
    return "comment of " + Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static Author author(JsonNode renderer) {
    return Author.newBuilder()
        .setId(renderer.path("authorExternalChannelId").asText())
        .setName(MessageText.of(renderer.path("authorName")))
        .addAllBadges(badges(renderer.path("authorBadges")))
        .build();
  }

  private static Set<Badge> badges(JsonNode badges) {
    Set<Badge> found = new LinkedHashSet<>();
    for (JsonNode badge : badges) {
      JsonNode renderer = badge.path("liveChatAuthorBadgeRenderer");
      switch (renderer.path("icon").path("iconType").asText()) {
        case "OWNER" -> found.add(Badge.OWNER);
        case "MODERATOR" -> found.add(Badge.MODERATOR);
        case "VERIFIED" -> found.add(Badge.VERIFIED);
        default -> {
          if (renderer.has("customThumbnail")) {
            found.add(Badge.MEMBER);
          }
        }
      }
    }
    return found;
  }

  private static Timestamp time(JsonNode renderer, Instant now) {
    long usec = renderer.path("timestampUsec").asLong();
    if (usec <= 0) {
      return Timestamp.newBuilder()
          .setSeconds(now.getEpochSecond())
          .setNanos(now.getNano())
          .build();
    }
    return Timestamp.newBuilder()
        .setSeconds(usec / 1_000_000)
        .setNanos((int) (usec % 1_000_000) * 1_000)
        .build();
  }

  private static long usec(JsonNode action) {
    return action.findPath("timestampUsec").asLong();
  }
}
