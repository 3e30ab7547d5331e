package chatwarden.broker;

/** The headers that messages carry beside their properties. */
public final class MessageHeaders {

  /** How many times a message was given up so far: an integer. Absent is 0. */
  public static final String ATTEMPT = "chatwarden-attempt";

  /** When the message was first published, in milliseconds of the epoch. */
  public static final String SENT = "chatwarden-sent";

  /** Of a dead letter: why, in UPPER_SNAKE_CASE. */
  public static final String REASON = "chatwarden-reason";

  /** Of a dead letter whose content was refused: which field is wrong and how, never its text. */
  public static final String PROBLEM = "chatwarden-problem";

  /** Of a dead letter: the queue that it lay in, or would have. */
  public static final String QUEUE = "chatwarden-queue";

  private MessageHeaders() {}
}
