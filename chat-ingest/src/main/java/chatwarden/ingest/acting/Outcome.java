package chatwarden.ingest.acting;

import java.time.Instant;
import java.util.Optional;

/** The outcome of a call that acts. */
public sealed interface Outcome {

  /**
   * The platform did it, or had done it before.
   *
   * @param reference the platform's name of the effect; empty where it has none
   */
  record Done(String reference) implements Outcome {}

  /**
   * The platform refused it, and would again.
   *
   * @param reason a stable name in UPPER_SNAKE_CASE
   * @param problem the same in words
   */
  record Refused(String reason, String problem) implements Outcome {}

  /**
   * The platform surely did not do it, and may later.
   *
   * @param until when to try again; empty where the platform does not say
   */
  record Postponed(Optional<Instant> until, String reason, String problem) implements Outcome {}

  /** The platform refused the token and did nothing. */
  record TokenRefused() implements Outcome {}

  /** The platform was called, and whether it acted is unknown. */
  record AnswerLost(String problem) implements Outcome {}

  /** Nothing is at this address: the platform does not know the comment, any more or at all. */
  String COMMENT_NOT_FOUND = "COMMENT_NOT_FOUND";
}
