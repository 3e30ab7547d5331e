package chatwarden.runtime.jsonl;

/** A line that is not what it should be. The message is the problem; it never repeats the input. */
public final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * Names what is wrong.
   *
   * @param field the field that is wrong, or empty for the line as a whole
   * @param problem what it must be, such as {@code must be a string}
   */
  public MalformedLineException(String field, String problem) {
    super(problem);
    this.field = field;
  }

  /** The field that is wrong, or empty for the line as a whole. */
  public String field() {
    return field;
  }

  /** What it must be. */
  public String problem() {
    return String.valueOf(getMessage());
  }

  /** Both in one sentence. */
  public String sentence() {
    return field.isEmpty() ? "the line " + problem() : field + " " + problem();
  }
}
