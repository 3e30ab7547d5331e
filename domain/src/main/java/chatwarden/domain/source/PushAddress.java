package chatwarden.domain.source;

import chatwarden.domain.chat.ChatIds;

/** The chats whose comments callers bring by the CommentPushService. */
public final class PushAddress implements AddressForm {
  /** The part before the colon. */
  public static final String SCHEME = "push";

  PushAddress() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String value() {
    return "<chat>";
  }

  @Override
  public SourceAddress read(String value) {
    if (!ChatIds.isValid(value)) {
      throw SourceAddress.refused(
          "names no chat (expected: push: and 1 to 128 characters of A-Za-z0-9_.-)");
    }
    return new SourceAddress(SCHEME, value, value);
  }

  @Override
  public boolean namesChat() {
    return true;
  }
}
