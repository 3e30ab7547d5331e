package chatwarden.standalone.batch;

import com.google.protobuf.Message;

/** The answer to a row, or the reason why it has none. */
sealed interface RowAnswer {

  /** The model's answer. */
  record Given(Message message) implements RowAnswer {}

  /**
   * Nothing.
   *
   * @param error the reason, never the text
   */
  record Missing(String error) implements RowAnswer {}
}
