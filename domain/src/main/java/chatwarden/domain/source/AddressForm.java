package chatwarden.domain.source;

/** The addresses of the chats of one platform. */
interface AddressForm {

  /** Returns the part before the colon, {@code youtube}. */
  String scheme();

  /** Returns the part after the colon in words, {@code <video id or address>}. */
  String value();

  /**
   * Reads the part of an address after the colon.
   *
   * @throws chatwarden.runtime.error.InvalidInputException if the address is invalid
   */
  SourceAddress read(String value);

  /** Returns whether the address names the chat, so that a session cannot choose another. */
  default boolean namesChat() {
    return false;
  }
}
