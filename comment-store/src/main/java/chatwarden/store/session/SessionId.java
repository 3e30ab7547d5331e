package chatwarden.store.session;

import chatwarden.domain.chat.ChatIds;
import chatwarden.store.redis.ChatKeys;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a session: the chat's id, a dot, and 10 letters and digits. So the chat can be told
 * from it, and both are stored together.
 *
 * @param chat the chat's id
 * @param suffix distinguishes the sessions of a chat
 */
public record SessionId(String chat, String suffix) {

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 10;
  private static final Pattern SUFFIX = Pattern.compile("[" + LETTERS + "]{" + LENGTH + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  static SessionId create(String chat) {
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      suffix.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return new SessionId(chat, suffix.toString());
  }

  public static Optional<SessionId> parse(String id) {
    int dot = id.lastIndexOf('.');
    if (dot < 0 || !SUFFIX.matcher(id.substring(dot + 1)).matches()) {
      return Optional.empty();
    }
    String chat = id.substring(0, dot);
    return ChatIds.isValid(chat)
        ? Optional.of(new SessionId(chat, id.substring(dot + 1)))
        : Optional.empty();
  }

  public String key() {
    return new ChatKeys(chat).session(toString());
  }

  @Override
  public String toString() {
    return chat + "." + suffix;
  }
}
