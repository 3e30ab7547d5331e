package chatwarden.ingest.session;

import chatwarden.type.v1.ChatState;

/** How the reading of a session came to its end. */
sealed interface Ending {
  /**
   * The chat is over, and the broker holds everything of it.
   *
   * @param state ENDED or FAILED
   * @param reason why, in words for people
   */
  record Over(ChatState state, String reason) implements Ending {}

  /** The reading was cut off; the session goes on, perhaps in another process. */
  record Cut() implements Ending {}

  /** The pipeline lost comments; the session is read again from its checkpoint. */
  record Broken(Throwable fault) implements Ending {}
}
