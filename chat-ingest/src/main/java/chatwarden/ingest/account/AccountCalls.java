package chatwarden.ingest.account;

import chatwarden.action.v1.Account;
import chatwarden.ingest.http.ApiAnswer;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.function.Function;

/**
 * Calls a platform with one account; where the platform refuses the token, once more with a new
 * one. Blocks; safe for use by many threads.
 */
public final class AccountCalls {
  private final Accounts accounts;
  private final Account account;
  private final ApiClient http;

  /** Calls with an account. */
  public AccountCalls(Accounts accounts, Account account, ApiClient http) {
    this.accounts = accounts;
    this.account = account;
    this.http = http;
  }

  /** Returns the account. */
  public Account account() {
    return account;
  }

  /**
   * Returns the answer to a request; its status is 401 where the platform refuses the new token
   * too.
   *
   * @param request makes the request for the account's token
   * @throws IOException if the platform, or the store of the tokens, does not answer
   * @throws SourceException NOT_PERMITTED, if the account has to be connected again
   */
  public ApiAnswer send(Function<ActingAccount, HttpRequest.Builder> request)
      throws SourceException, IOException, InterruptedException {
    try {
      ActingAccount ready = accounts.ready(account);
      ApiAnswer answer = http.send(request.apply(ready));
      if (answer.status() != 401) {
        return answer;
      }
      return http.send(request.apply(accounts.renewed(account, ready)));
    } catch (ChatwardenException e) {
      throw passing(e);
    }
  }

  /**
   * Returns the account with a token that is valid for a while.
   *
   * @throws IOException if the platform, or the store of the tokens, does not answer
   * @throws SourceException NOT_PERMITTED, if the account has to be connected again
   */
  public ActingAccount ready() throws SourceException, IOException, InterruptedException {
    try {
      return accounts.ready(account);
    } catch (ChatwardenException e) {
      throw passing(e);
    }
  }

  /**
   * Returns the account with another token than this one, which its platform refused.
   *
   * @throws IOException if the platform, or the store of the tokens, does not answer
   * @throws SourceException NOT_PERMITTED, if the account has to be connected again
   */
  public ActingAccount renewed(ActingAccount refused)
      throws SourceException, IOException, InterruptedException {
    try {
      return accounts.renewed(account, refused);
    } catch (ChatwardenException e) {
      throw passing(e);
    }
  }

  /** A fault that may pass is one of the network to the caller. */
  private static IOException passing(ChatwardenException fault) throws SourceException {
    if (fault.code() == FaultCode.UNAVAILABLE) {
      return new IOException("no token at the moment", fault);
    }
    FaultCode.FAILED_PRECONDITION.orThrow(fault);
    throw new SourceException(Reason.NOT_PERMITTED, String.valueOf(fault.getMessage()), fault);
  }
}
