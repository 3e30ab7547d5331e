package chatwarden.store.session;

import chatwarden.livechat.v1.Session;
import java.util.List;

/**
 * A page of sessions.
 *
 * @param sessions the newest first
 * @param nextPageToken what to ask for the next page with; empty on the last
 */
public record SessionPage(List<Session> sessions, String nextPageToken) {

  /** Copies the list. */
  public SessionPage {
    sessions = List.copyOf(sessions);
  }
}
