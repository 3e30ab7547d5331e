package chatwarden.store.review;

import chatwarden.review.v1.AuditEntry;
import java.util.List;

/**
 * Some entries of an audit log.
 *
 * @param entries in the order asked for
 * @param nextPageToken what to ask for the next page with; empty on the last
 */
public record AuditPage(List<AuditEntry> entries, String nextPageToken) {

  /** Copies the entries. */
  public AuditPage {
    entries = List.copyOf(entries);
  }
}
