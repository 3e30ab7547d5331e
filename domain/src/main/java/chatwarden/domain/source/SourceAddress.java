package chatwarden.domain.source;

import chatwarden.domain.chat.ChatIds;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.runtime.limit.FieldRules;
import java.util.Locale;

/**
 * Where a session's comments come from, as {@code youtube:<video id or address>}, {@code
 * twitch:<channel or address>}, {@code file:<path>} or {@code push:<chat>}. The one place that
 * knows these forms and which chat each means.
 *
 * @param kind which platform
 * @param value the video's id, the channel's name, the path as given, or the chat
 * @param defaultChat the chat that the comments are stored under by default: the video's id, the
 *     channel's name, the file's name without {@code .jsonl} and with {@code _} for characters that
 *     are not safe in a path, or the chat pushed to
 */
public record SourceAddress(Kind kind, String value, String defaultChat) {

  /** The field that every refusal names. */
  public static final String FIELD = "session.source";

  /** How long an address may be, in characters. */
  public static final int MAX_LENGTH = FieldRules.most(Session.getDescriptor(), "source");

  private static final String EXPECTED =
      "expected: youtube:<video id or address>, twitch:<channel or address>, file:<path> or"
          + " push:<chat>";

  /** The platforms. */
  public enum Kind {
    /** A live chat of YouTube. */
    YOUTUBE,
    /** The chat of a channel of Twitch. */
    TWITCH,
    /** A file of JSON lines on the host of the ingest. */
    FILE,
    /** What callers send to the CommentPushService. */
    PUSH;

    /** Such as {@code youtube}. */
    public String scheme() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads an address.
   *
   * @throws InvalidInputException naming {@code session.source} when it is none
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
    String value = source.substring(colon + 1).strip();
    return switch (scheme) {
      case "youtube" -> youTube(value);
      case "twitch" -> twitch(value);
      case "file" -> file(value);
      case "push" -> push(value);
      default -> throw refused("is not understood (" + EXPECTED + ")");
    };
  }

  private static SourceAddress youTube(String value) {
    String video = YouTubeAddress.videoId(value);
    return new SourceAddress(Kind.YOUTUBE, video, video);
  }

  private static SourceAddress twitch(String value) {
    String channel = TwitchAddress.channel(value);
    return new SourceAddress(Kind.TWITCH, channel, channel);
  }

  private static SourceAddress push(String value) {
    if (!ChatIds.isValid(value)) {
      throw refused("names no chat (expected: push: and 1 to 128 characters of A-Za-z0-9_.-)");
    }
    return new SourceAddress(Kind.PUSH, value, value);
  }

  private static SourceAddress file(String value) {
    String name = value.substring(Math.max(value.lastIndexOf('/'), value.lastIndexOf('\\')) + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw refused("names no file (expected: file: and the path of a file of JSON lines)");
    }
    String stem =
        name.toLowerCase(Locale.ROOT).endsWith(".jsonl")
            ? name.substring(0, name.length() - 6)
            : name;
    String chat = stem.replaceAll("[^A-Za-z0-9_.-]+", "_");
    chat = chat.substring(0, Math.min(chat.length(), ChatIds.MAX_LENGTH));
    return new SourceAddress(Kind.FILE, value, ChatIds.isValid(chat) ? chat : "file");
  }

  /** Such as {@code youtube:dQw4w9WgXcQ}. */
  @Override
  public String toString() {
    return kind.scheme() + ":" + value;
  }

  static InvalidInputException refused(String problem) {
    return InvalidInputException.of(FIELD, problem);
  }
}
