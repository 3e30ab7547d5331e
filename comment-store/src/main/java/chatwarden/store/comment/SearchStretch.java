package chatwarden.store.comment;

import java.util.List;

/**
 * A stretch of time that was looked up in the index.
 *
 * @param from the microsecond in which it begins
 * @param candidates the comments that may match, the newest first
 */
record SearchStretch(double from, List<Candidate> candidates) {

  /**
   * A comment that may match.
   *
   * @param second of its publication, since 1970
   * @param id the hash of its id
   */
  record Candidate(long second, int id) {}

  SearchStretch {
    candidates = List.copyOf(candidates);
  }
}
