package chatwarden.standalone.record;

/**
 * A place between two rows of an input file.
 *
 * @param offset the bytes before it, of the content where the file is compressed; 0 in formats that
 *     count rows alone
 * @param rows the rows before it
 */
public record ReadPosition(long offset, long rows) {
  /** The place before the first row. */
  public static final ReadPosition START = new ReadPosition(0, 0);

  /** Checks the numbers. */
  public ReadPosition {
    if (offset < 0 || rows < 0) {
      throw new IllegalArgumentException(
          "offset and rows: %d and %d (expected: >= 0)".formatted(offset, rows));
    }
  }
}
