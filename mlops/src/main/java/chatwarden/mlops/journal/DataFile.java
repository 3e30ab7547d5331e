package chatwarden.mlops.journal;

/**
 * A file of data that a training read.
 *
 * @param name within the folder of the data
 * @param use the use that the training makes of it
 * @param rows the number of its rows
 * @param sha256 of its content, 64 hexadecimal digits
 */
public record DataFile(String name, Use use, long rows, String sha256) {

  /** The uses of a file. */
  public enum Use {
    /** Fitted on. */
    TRAINING,
    /** Measured on, and never fitted on. */
    EVALUATION
  }

  /** Returns rows and checksum, for a card. */
  public String facts() {
    return "%d rows, %s".formatted(rows, sha256);
  }
}
