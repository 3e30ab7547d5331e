package chatwarden.standalone.record;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A text of bytes that are not UTF-8.
 *
 * @param replaced the text with U+FFFD in place of malformed bytes
 */
public record MalformedText(String replaced) {

  /** Decodes UTF-8: gives a {@link String}, or a {@link MalformedText}. */
  public static Object decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException e) {
      return new MalformedText(new String(utf8, StandardCharsets.UTF_8));
    }
  }

  @Override
  public String toString() {
    return replaced;
  }
}
