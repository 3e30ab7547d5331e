package chatwarden.ingest.session;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.ReadingWay;
import chatwarden.store.session.SessionLease;
import java.util.Optional;

/** Notes with a session the way by which its source reads, whenever that changes. Of one thread. */
final class NotedWay {
  private final SessionLease lease;
  private final ChatSource source;
  private Optional<ReadingWay> noted;

  NotedWay(SessionLease lease, ChatSource source) {
    this.lease = lease;
    this.source = source;
    this.noted = earlier(lease);
  }

  /** An earlier process may have noted another way, which holds until this one knows its own. */
  private static Optional<ReadingWay> earlier(SessionLease lease) {
    String account = lease.session().getAccount();
    String problem = lease.session().getAccountProblem();
    return account.isEmpty() && problem.isEmpty()
        ? Optional.empty()
        : Optional.of(new ReadingWay(account, problem));
  }

  /** Notes the way if it is known and another one than before. */
  void note() {
    Optional<ReadingWay> way = source.way();
    if (way.isPresent() && !way.equals(noted)) {
      lease.noteWay(way.get().account(), way.get().problem());
      noted = way;
    }
  }
}
