package chatwarden.runtime.jsonl;

/** Bytes that are not one JSON value as {@link StrictJson} reads it. Never repeats the input. */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1;

  private final long column;

  MalformedJsonException(String problem, long column) {
    super(problem);
    this.column = column;
  }

  /** The column of its line, from 1, where it goes wrong; 1 where that is not known. */
  public long column() {
    return column;
  }

  /** The sentence about the bytes, such as {@code must be UTF-8}. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
