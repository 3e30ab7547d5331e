package chatwarden.ingest.push;

import chatwarden.ingest.source.SeenComments;
import chatwarden.ingest.source.SeenComments.Sighting;
import chatwarden.type.v1.Comment;
import java.util.List;

/**
 * Counts the pushed comments whose ids a session has taken before. It remembers the newest 10,000
 * ids. Safe for several threads.
 */
final class RepeatedComments {

  /** How many ids are remembered. */
  static final int REMEMBERED = 10_000;

  private final SeenComments seen = new SeenComments(REMEMBERED);

  /** Remembers comments that are safe, and returns how many of them are repeated. */
  synchronized int count(List<Comment> comments) {
    int repeated = 0;
    for (Comment comment : comments) {
      if (seen.see(comment.getId(), comment.getText()) != Sighting.NEW) {
        repeated++;
      }
    }
    return repeated;
  }
}
