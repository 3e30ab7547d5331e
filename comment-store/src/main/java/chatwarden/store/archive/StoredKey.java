package chatwarden.store.archive;

import chatwarden.domain.chat.ChatIds;
import chatwarden.store.redis.ChatKeys;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of the platform, and its part in a backup.
 *
 * @param chat the chat that it belongs to; empty: none
 * @param rest of a comment or a sketch the id or the hour, else its name within the chat
 */
record StoredKey(String key, Role role, String chat, String rest) {

  /** The part of a key in a backup. */
  enum Role {
    /** The facts of a chat, which are written last. */
    META,
    /** The facts of a chat that are read at one stroke with its meta. */
    HEAD,
    COMMENT,
    /**
     * Not in a backup: indexes, which restored comments make again, leases of reviewers, and the
     * actions on platforms, those of automation included, which a restored store would send a
     * second time.
     */
    DERIVED,
    /** Which comments were recorded together, and when. */
    RECORDING,
    EVENTS,
    AUDIT,
    SESSION,
    SKETCH,
    /** Marks of the store, and indexes of chats and sessions, which are written with these. */
    PASSING,
    /** Anything else, copied as it is. */
    OTHER
  }

  private static final Pattern TAGGED = Pattern.compile("cw:\\{([^}]*)}:(.*)", Pattern.DOTALL);
  private static final String COMMENT = "comment:";
  private static final String SKETCH = "sketch:";

  /** Sorted sets of ids, whose members are written with the chats and the sessions. */
  private static final Set<String> INDEXES =
      Set.of(ChatKeys.CHATS, ChatKeys.SESSIONS, ChatKeys.LIVE_SESSIONS);

  private static final Set<String> PASSING_KEYS =
      Set.of(ChatKeys.STORE, ChatKeys.SWEEP, "cw:restore", ChatKeys.ACTING);

  /** Keys of the platform with a hash tag, as those of chats have. */
  private static final Pattern PLATFORM =
      Pattern.compile(
          "cw:\\{(pipelines}:(files|runs|open|newest|fired|done|actions|run:.*|log:.*)"
              + "|registry}:(aliases|moves)|rollouts}:(state|changes)"
              + "|webhooks}:(ids|changes|hook:.*|dead:.*|lease:.*))",
          Pattern.DOTALL);

  static StoredKey of(String key) {
    if (PASSING_KEYS.contains(key) || INDEXES.contains(key)) {
      return new StoredKey(key, Role.PASSING, "", "");
    }
    Matcher tagged = TAGGED.matcher(key);
    if (PLATFORM.matcher(key).matches() || !tagged.matches() || !ChatIds.isValid(tagged.group(1))) {
      return new StoredKey(key, Role.OTHER, "", "");
    }
    String name = tagged.group(2);
    Role role = role(name);
    String rest =
        switch (role) {
          case COMMENT -> name.substring(COMMENT.length());
          case SKETCH -> name.substring(SKETCH.length());
          default -> name;
        };
    return new StoredKey(key, role, tagged.group(1), rest);
  }

  private static Role role(String name) {
    if (name.startsWith(COMMENT)) {
      return Role.COMMENT;
    }
    if (name.startsWith(SKETCH)) {
      return Role.SKETCH;
    }
    if (name.startsWith("session:")) {
      return Role.SESSION;
    }
    if (name.startsWith("author:")
        || name.startsWith("words:")
        || name.startsWith("action:")
        || name.startsWith("actions")
        || name.startsWith("automation:")
        || name.startsWith("automation-minute:")) {
      return Role.DERIVED;
    }
    return switch (name) {
      case "meta" -> Role.META;
      case "settings", "bans" -> Role.HEAD;
      case "events" -> Role.EVENTS;
      case "audit" -> Role.AUDIT;
      case "recorded" -> Role.RECORDING;
      case "automation-place", "automation-pending", "automations" -> Role.DERIVED;
      case "acting", "time", "undecided", "review-leases", "reviewers", "sketches" -> Role.DERIVED;
      default -> Role.OTHER;
    };
  }

  boolean isOfChat() {
    return !chat.isEmpty();
  }

  /** Returns the chat of a member of an index: an id of a chat, or that of a session. */
  static Optional<String> chatOfMember(String index, String member) {
    if (!INDEXES.contains(index)) {
      return Optional.empty();
    }
    int dot = member.lastIndexOf('.');
    return Optional.of(index.equals(ChatKeys.CHATS) || dot < 0 ? member : member.substring(0, dot));
  }
}
