package chatwarden.ingest.account;

/**
 * An account that is ready to call its platform.
 *
 * @param id the account's id
 * @param userId the id that the platform gave to it
 * @param clientId the client that the token belongs to
 * @param accessToken goes with every call
 */
public record ActingAccount(String id, String userId, String clientId, String accessToken) {

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "account " + id;
  }
}
