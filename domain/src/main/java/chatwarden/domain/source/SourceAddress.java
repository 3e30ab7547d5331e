package chatwarden.domain.source;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.runtime.limit.FieldRules;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The place that a session's comments come from, {@code <scheme>:<value>}, as {@code
 * youtube:dQw4w9WgXcQ}. The forms of all platforms are in one list here, and nowhere else.
 *
 * @param scheme the platform
 * @param value the video's id, the channel's name, the path as given, or the chat
 * @param defaultChat the chat that the comments are stored under by default: the video's id, the
 *     channel's name, the file's name without {@code .jsonl} and with {@code _} for characters that
 *     are not safe in a path, or the chat pushed to
 */
public record SourceAddress(String scheme, String value, String defaultChat) {

  /** The field that every refusal names. */
  public static final String FIELD = "session.source";

  /** The longest address, in characters. */
  public static final int MAX_LENGTH = FieldRules.most(Session.getDescriptor(), "source");

  private static final List<AddressForm> FORMS =
      List.of(new YouTubeAddress(), new TwitchAddress(), new FileAddress(), new PushAddress());

  private static final String EXPECTED =
      FORMS.stream()
          .map(form -> form.scheme() + ":" + form.value())
          .collect(Collectors.joining(", ", "expected one of ", ""));

  /** Returns the schemes of all platforms. */
  public static List<String> schemes() {
    return FORMS.stream().map(AddressForm::scheme).toList();
  }

  /**
   * Reads an address.
   *
   * @throws InvalidInputException naming {@code session.source} if it is invalid
   */
  public static SourceAddress parse(String source) {
    if (source.isBlank()) {
      throw refused("is missing (" + EXPECTED + ")");
    }
    if (CommentLimits.length(source) > MAX_LENGTH) {
      throw refused(CommentLimits.length(source) + " characters (expected: <= " + MAX_LENGTH + ")");
    }
    if (source.chars().anyMatch(Character::isISOControl)) {
      throw refused("holds a control character");
    }
    int colon = source.indexOf(':');
    String scheme = colon < 0 ? "" : source.substring(0, colon);
    return FORMS.stream()
        .filter(form -> form.scheme().equals(scheme))
        .findFirst()
        .orElseThrow(() -> refused("is not understood (" + EXPECTED + ")"))
        .read(source.substring(colon + 1).strip());
  }

  /** Returns whether the address is one of the platform with this scheme. */
  public boolean is(String platform) {
    return scheme.equals(platform);
  }

  /** Returns whether the address names the chat, so that a session cannot choose another. */
  public boolean namesChat() {
    return FORMS.stream().anyMatch(form -> form.scheme().equals(scheme) && form.namesChat());
  }

  /** Returns the address in its plain form, {@code youtube:dQw4w9WgXcQ}. */
  @Override
  public String toString() {
    return scheme + ":" + value;
  }

  static InvalidInputException refused(String problem) {
    return InvalidInputException.of(FIELD, problem);
  }
}
