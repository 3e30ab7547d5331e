package chatwarden.standalone.batch;

/** The text of a row. */
sealed interface RowText {

  /** A text that a model can be asked about. */
  record Usable(String text) implements RowText {}

  /**
   * No such text.
   *
   * @param problem the reason, never the text
   */
  record Unusable(String problem) implements RowText {}
}
