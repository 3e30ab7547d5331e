package chatwarden.domain.chat;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.type.v1.Comment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** What an id of a chat looks like: 1 to 128 characters that are safe in a path. */
public final class ChatIds {

  /** The most characters of an id. */
  public static final int MAX_LENGTH = FieldRules.most(Comment.getDescriptor(), "chat");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1," + MAX_LENGTH + "}");

  private ChatIds() {}

  /**
   * Eight hexadecimal digits that tell tokens of one chat from those of others. They guard against
   * mistakes, not against forgery: whoever forges a token only misses events of a chat that they
   * may read anyway.
   */
  public static String mark(String id) {
    CRC32C checksum = new CRC32C();
    checksum.update(id.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  /** Whether {@code id} can be the id of a chat. */
  public static boolean isValid(String id) {
    return ID.matcher(id).matches() && !id.equals(".") && !id.equals("..");
  }

  /**
   * Gives {@code id} back.
   *
   * @throws InvalidInputException naming {@code field} when it cannot be the id of a chat
   */
  public static String check(String field, String id) {
    if (!isValid(id)) {
      throw InvalidInputException.of(
          field,
          "not a chat id (expected: 1 to "
              + MAX_LENGTH
              + " characters of A-Za-z0-9_.-, not . or ..)");
    }
    return id;
  }
}
