package chatwarden.ingest.source;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A chat that cannot be read, or no longer. The message is for people and becomes the reason why
 * the chat failed.
 */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** What keeps a source from its chat. */
  public enum Reason {
    /** There is nothing of this name: no file, no video, no channel. */
    NOT_FOUND,
    /** The operator may not read it. */
    NOT_PERMITTED,
    /** The source differs from its first reading. */
    CHANGED,
    /** The video has no chat: it is neither a stream nor the archive of one. */
    NO_CHAT,
    /** The owner switched the chat off. */
    CHAT_DISABLED,
    /** The stream is over and keeps no chat. */
    OVER,
    /** The video is private, or for members only. */
    PRIVATE,
    /** The video was deleted, or never was. */
    DELETED,
    /** The platform asks for the consent of a person before it shows anything. */
    CONSENT_NEEDED,
    /** The platform refuses further calls for now, and went on refusing. */
    RATE_LIMITED,
    /** The platform or the disk does not answer. */
    UNREACHABLE,
    /** The platform answers with what this source does not understand. */
    NOT_UNDERSTOOD
  }

  /** A fault with the words that people will read. */
  public SourceException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** A fault with the words that people will read, and what led to it. */
  public SourceException(Reason reason, String message, @Nullable Throwable cause) {
    super(requireNonNull(message, "message"), cause);
    this.reason = requireNonNull(reason, "reason");
  }

  /** Why, in words for people. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** What kept the source from its chat. */
  public Reason reason() {
    return reason;
  }
}
