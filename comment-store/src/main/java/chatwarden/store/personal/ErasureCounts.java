package chatwarden.store.personal;

/**
 * How much an erasure found and removed, or gave a pseudonym.
 *
 * @param comments comments that were removed
 * @param events entries of event streams that were removed, beside those of the comments
 * @param bans authors whose bans were removed, one for each chat
 * @param auditEntries entries of audit logs that named the account or quoted it
 * @param feedback pieces of feedback on texts of the account
 * @param notes notes on the account, and those on others that named it
 */
public record ErasureCounts(
    long comments, long events, long bans, long auditEntries, long feedback, long notes) {

  static final ErasureCounts NONE = new ErasureCounts(0, 0, 0, 0, 0, 0);

  ErasureCounts plus(ErasureCounts other) {
    return new ErasureCounts(
        comments + other.comments,
        events + other.events,
        bans + other.bans,
        auditEntries + other.auditEntries,
        feedback + other.feedback,
        notes + other.notes);
  }

  /** Returns whether anything was found. */
  public boolean isAny() {
    return !equals(NONE);
  }
}
