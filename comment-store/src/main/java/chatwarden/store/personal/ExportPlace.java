package chatwarden.store.personal;

import chatwarden.domain.chat.ChatIds;
import chatwarden.store.redis.PageToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The place that an export has come to.
 *
 * @param chat the chat
 * @param part the part of it
 * @param after the token of the part's page before; empty at its beginning
 */
record ExportPlace(String chat, Part part, String after) {

  /** The parts of a chat, in order. */
  enum Part {
    COMMENTS,
    BANS,
    AUDIT
  }

  /** Reads the token of a page of this export. */
  static ExportPlace read(String token, AccountScope scope) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      String[] words = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
      if (words.length != 4 || !words[0].equals(mark(scope)) || !ChatIds.isValid(words[1])) {
        throw PageToken.refusal();
      }
      return new ExportPlace(words[1], Part.valueOf(words[2]), words[3]);
    } catch (IllegalArgumentException e) {
      throw PageToken.refusal();
    }
  }

  String token(AccountScope scope) {
    String text = String.join("\n", mark(scope), chat, part.name(), after);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String mark(AccountScope scope) {
    return ChatIds.mark(scope.authorId() + "\n" + scope.chat());
  }
}
