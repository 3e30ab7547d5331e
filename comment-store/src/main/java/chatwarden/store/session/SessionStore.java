package chatwarden.store.session;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import java.time.Duration;
import java.util.Optional;

/**
 * The sessions, and who runs them. Safe for use by many threads; every method blocks for at most
 * the command timeout and fails with {@link FaultCode#UNAVAILABLE} while the store is away.
 */
public interface SessionStore {

  /**
   * Stores a new session in state LIVE and registers its chat as LIVE.
   *
   * @param wish only {@code source}, {@code chat}, {@code comments_per_second} and {@code
   *     flag_threshold} are read; source and chat must be set
   * @return the session as stored, its id safe in a path
   * @throws ChatwardenException ALREADY_EXISTS, with reason {@code CHAT_ALREADY_READ} when a
   *     session that is LIVE reads the chat
   * @throws InvalidInputException naming {@code session.chat}, {@code session.source}, {@code
   *     session.comments_per_second} or {@code session.flag_threshold}
   */
  Session create(Session wish);

  /** The session, if there is one. */
  Optional<Session> get(String id);

  /**
   * A page of the sessions, the newest first.
   *
   * @param pageSize how many at most, in [1, 1,000]; 0 is 50
   * @param pageToken of the page before; empty for the first page
   * @throws InvalidInputException naming {@code page_size} or {@code page_token}
   */
  SessionPage list(int pageSize, String pageToken);

  /**
   * Asks whoever runs the session, now or later, to stop it. Changes nothing when it is over.
   *
   * @throws ChatwardenException NOT_FOUND, with reason {@code SESSION_NOT_FOUND} when there is none
   */
  Session requestStop(String id);

  /**
   * Takes a session that is LIVE and without a holder, the oldest first.
   *
   * @param owner who takes it, for people to read
   * @param ttl how long it is held without {@link SessionLease#renew}, at least 1 ms
   */
  Optional<SessionLease> claim(String owner, Duration ttl);
}
