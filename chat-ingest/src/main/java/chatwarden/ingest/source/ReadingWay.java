package chatwarden.ingest.source;

import static java.util.Objects.requireNonNull;

/**
 * The way by which a chat is read.
 *
 * @param account the id of the connected account that reads it; empty without one
 * @param problem why it is read without one, in words for people; empty with one
 */
public record ReadingWay(String account, String problem) {
  /** Checks that nothing is missing. */
  public ReadingWay {
    requireNonNull(account, "account");
    requireNonNull(problem, "problem");
  }

  /** Returns the way with an account. */
  public static ReadingWay with(String account) {
    return new ReadingWay(account, "");
  }

  /** Returns the way without an account. */
  public static ReadingWay without(String problem) {
    return new ReadingWay("", problem);
  }
}
