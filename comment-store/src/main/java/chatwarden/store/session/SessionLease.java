package chatwarden.store.session;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.FaultCode;
import chatwarden.type.v1.ChatState;
import java.util.Optional;

/**
 * The right to run one session, for a while. Safe for use by many threads; every method but {@link
 * #session} and {@link #fence} asks the store, blocks for at most the command timeout and fails
 * with {@link FaultCode#UNAVAILABLE} while the store is away.
 *
 * <p>Every lease of a session has a higher fence than the one before, and the store refuses writers
 * whose lease is gone or another holder's: with {@link FaultCode#FAILED_PRECONDITION}, reason
 * {@code LEASE_LOST}. Then the session belongs to another holder: stop and write nothing.
 */
public interface SessionLease extends AutoCloseable {

  /** The session as it was when it was claimed. */
  Session session();

  /** Returns the number of this lease, higher than that of every earlier lease of the session. */
  long fence();

  /** The checkpoint saved last, under whatever lease. */
  Optional<byte[]> checkpoint();

  /** Returns whether a stop of the session was requested. */
  boolean stopRequested();

  /** Holds the session for another time to live; false when the lease is lost. */
  boolean renew();

  /**
   * Saves the place in the source that a later lease reads on from, and how much was published up
   * to there: the end of the chat waits until that is recorded. Messages that were published after
   * the last checkpoint of a lease are read and published again by the next one, except where the
   * source has no history.
   *
   * @param checkpoint empty where the source has no place, which leaves the one before
   * @param published how many messages of this lease the broker has confirmed
   */
  void saveCheckpoint(byte[] checkpoint, long published);

  /**
   * Counts an input of the source that is not a comment.
   *
   * @param place the problem, with its place and field, never its text; cut to 1,000 characters
   */
  void reject(String place);

  /**
   * Notes the way by which the chat is read.
   *
   * @param account the id of the account that reads; empty without one
   * @param problem why there is none, in words for people, cut to 1,000 characters; may be empty
   */
  void noteWay(String account, String problem);

  /**
   * Ends the session and gives the lease back. The chat itself ends by its {@code ended} event,
   * which goes the way of the comments.
   *
   * @param state ENDED or FAILED
   * @param reason why, in words for people; cut to 1,000 characters
   */
  void finish(ChatState state, String reason);

  /**
   * Gives the lease back if it is still held, so that another process may claim the session at
   * once.
   */
  @Override
  void close();
}
