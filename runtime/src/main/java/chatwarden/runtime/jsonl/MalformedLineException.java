package chatwarden.runtime.jsonl;

/** An invalid line. The message is the problem; it never repeats the input. */
public final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * Names the problem.
   *
   * @param field the field that is wrong, or empty for the line as a whole
   * @param problem the requirement, such as {@code must be a string}
   */
  public MalformedLineException(String field, String problem) {
    super(problem);
    this.field = field;
  }

  /** The field that is wrong, or empty for the line as a whole. */
  public String field() {
    return field;
  }

  /** Returns the requirement. */
  public String problem() {
    return String.valueOf(getMessage());
  }

  /** Both in one sentence. */
  public String sentence() {
    return field.isEmpty() ? "the line " + problem() : field + " " + problem();
  }
}
