package chatwarden.ingest.account;

import java.time.Instant;

/**
 * The tokens of an account.
 *
 * @param access goes with every call
 * @param refresh gets the next access token
 * @param expiry when the access token is of no more use
 */
record Tokens(String access, String refresh, Instant expiry) {

  /** Returns whether the access token is valid for a while. */
  boolean isFresh(Instant now) {
    return now.plusSeconds(60).isBefore(expiry);
  }

  /** Leaves the tokens out. */
  @Override
  public String toString() {
    return "tokens until " + expiry;
  }
}
