package chatwarden.store.watch;

import chatwarden.runtime.error.FaultCode;
import java.util.concurrent.CompletionStage;

/** One follower of one chat. Safe for use by many threads. */
public interface EventTail extends AutoCloseable {

  /** The place of the last event given, or where the tail began. */
  ResumeToken position();

  /**
   * Completes when the tail is over: normally after {@link #close}; with {@link
   * FaultCode#OUT_OF_RANGE} (reason {@code RESUME_TOKEN_EXPIRED}) when the store has dropped events
   * that were yet to be given; or with what the consumer threw.
   */
  CompletionStage<Void> completion();

  /** Stops promptly and does not wait; the consumer may still be in its last call. */
  @Override
  void close();
}
