package chatwarden.ingest.account;

import chatwarden.action.v1.Account;
import chatwarden.ingest.http.ApiAnswer;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.source.SourceClock;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.account.AccountStore;
import chatwarden.store.secret.KeyFile;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of this installation: connects, refreshes, validates and revokes them. Tokens leave
 * it only within an {@link ActingAccount}. Blocks; safe for use by many threads and processes.
 */
public final class Accounts {
  private static final Logger log = LoggerFactory.getLogger(Accounts.class);
  private static final Duration REFRESH_LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int LOOKS = 300;

  private final AccountStore store;
  private final ApiClient http;
  private final TokenEndpoint endpoint;
  private final DeviceFlow flow;
  private final SourceClock clock;
  private final Map<String, Authority> authorities;
  private final KeyFile keyFile;
  private @Nullable TokenCipher cipher;

  /** The accounts in a store. The key is read when it is first needed. */
  public Accounts(AccountStore store, ApiClient http, SourceClock clock, Config config) {
    this.store = store;
    this.http = http;
    this.clock = clock;
    this.endpoint = new TokenEndpoint(http, clock);
    this.flow = new DeviceFlow(http, endpoint, clock);
    this.authorities = Authority.all(config);
    this.keyFile = KeyFile.of(config);
  }

  /** Returns the settings of accounts. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>(Authority.keys());
    keys.addAll(KeyFile.keys());
    return List.copyOf(keys);
  }

  private synchronized TokenCipher cipher() {
    TokenCipher known = cipher;
    if (known == null) {
      known = new TokenCipher(keyFile.read());
      cipher = known;
    }
    return known;
  }

  private Authority authority(String platform) {
    Authority authority = authorities.get(platform);
    if (authority == null) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "PLATFORM_CANNOT_ACT", "accounts of " + platform + " cannot be connected");
    }
    return authority;
  }

  /** Returns codes by which a person permits an account of a platform to be used. */
  public DeviceCode begin(String platform) throws InterruptedException {
    cipher(); // Before a person is asked for anything.
    return flow.begin(authority(platform));
  }

  /** Waits until the person has permitted it, and stores the account. */
  public Account connect(String platform, DeviceCode code) throws InterruptedException {
    Authority authority = authority(platform);
    Tokens tokens = flow.await(authority, code);
    Account account = identified(authority, tokens);
    store.put(account, cipher().seal(account.getId(), tokens));
    return account;
  }

  private Account identified(Authority authority, Tokens tokens) throws InterruptedException {
    try {
      Account.Builder account =
          authority.isTwitch() ? ofTwitch(authority, tokens) : ofYouTube(authority, tokens);
      var now = clock.instant();
      return account
          .setPlatform(authority.platform())
          .setConnectTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond()))
          .build();
    } catch (IOException e) {
      throw TokenEndpoint.away(authority, e);
    }
  }

  private Account.Builder ofTwitch(Authority authority, Tokens tokens)
      throws InterruptedException, IOException {
    ApiAnswer answer =
        endpoint
            .validated(authority, tokens)
            .filter(ApiAnswer::isSuccess)
            .orElseThrow(() -> new IOException("the token was not validated"));
    Account.Builder account =
        Account.newBuilder()
            .setId(authority.platform() + ":" + answer.text("user_id"))
            .setName(answer.text("login"));
    answer.body().path("scopes").forEach(scope -> account.addScopes(scope.asText()));
    return account;
  }

  private Account.Builder ofYouTube(Authority authority, Tokens tokens)
      throws InterruptedException, IOException {
    URI address =
        ApiClient.address(authority.api(), "/channels", Map.of("part", "snippet", "mine", "true"));
    ApiAnswer answer =
        http.send(
            HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + tokens.access())
                .GET());
    String channel = answer.body().path("items").path(0).path("id").asText("");
    if (!answer.isSuccess() || channel.isEmpty()) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "NO_CHANNEL", "the account has no channel of YouTube, or its API is not enabled");
    }
    return Account.newBuilder()
        .setId(authority.platform() + ":" + channel)
        .setName(answer.body().path("items").path(0).path("snippet").path("title").asText(""))
        .addAllScopes(Arrays.asList(authority.scopes().split(" ")));
  }

  /** Returns the connected accounts. */
  public List<Account> list() {
    return store.list();
  }

  /**
   * Returns an account with a token that is valid for a while.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, if it has to be connected again; UNAVAILABLE,
   *     if its platform does not answer
   */
  public ActingAccount ready(Account account) throws InterruptedException {
    Authority authority = authority(account.getPlatform());
    Tokens tokens = open(account.getId());
    Tokens fresh = tokens.isFresh(clock.instant()) ? tokens : refreshed(account, authority, tokens);
    return acting(account, authority, fresh);
  }

  /** Returns an account with another token than this one, which its platform refused. */
  public ActingAccount renewed(Account account, ActingAccount refused) throws InterruptedException {
    Authority authority = authority(account.getPlatform());
    Tokens tokens = open(account.getId());
    Tokens fresh =
        tokens.access().equals(refused.accessToken())
            ? refreshed(account, authority, tokens)
            : tokens;
    return acting(account, authority, fresh);
  }

  private static ActingAccount acting(Account account, Authority authority, Tokens tokens) {
    String userId = account.getId().substring(account.getPlatform().length() + 1);
    return new ActingAccount(account.getId(), userId, authority.clientId(), tokens.access());
  }

  private Tokens open(String id) {
    byte[] sealed =
        store
            .tokens(id)
            .orElseThrow(
                () ->
                    FaultCode.FAILED_PRECONDITION.exception(
                        "NO_ACCOUNT", "the account is not connected"));
    return cipher().open(id, sealed);
  }

  /** Refreshes by one process at a time: a refresh token of Twitch can be used once. */
  private Tokens refreshed(Account account, Authority authority, Tokens old)
      throws InterruptedException {
    String id = account.getId();
    String lease = "refresh:" + id;
    String holder = UUID.randomUUID().toString();
    for (int look = 0; look < LOOKS; look++) {
      if (store.hold(lease, holder, REFRESH_LIMIT)) {
        try {
          Tokens now = open(id);
          if (!now.access().equals(old.access())) {
            return now;
          }
          Tokens fresh = endpoint.refreshed(authority, now);
          store.putTokens(id, cipher().seal(id, fresh));
          store.setProblem(id, "");
          return fresh;
        } catch (ChatwardenException e) {
          if (e.code() == FaultCode.FAILED_PRECONDITION) {
            store.setProblem(id, e.getMessage());
          }
          throw e;
        } finally {
          store.release(lease, holder);
        }
      }
      clock.sleep(PAUSE);
    }
    throw TokenEndpoint.away(authority, null);
  }

  /** Asks Twitch whether its tokens are still valid, as it demands hourly; refreshes those not. */
  public void validate() throws InterruptedException {
    for (Account account : store.list()) {
      Authority authority = authority(account.getPlatform());
      if (!authority.isTwitch()) {
        continue;
      }
      try {
        ActingAccount ready = ready(account);
        Tokens tokens = new Tokens(ready.accessToken(), "", clock.instant());
        if (endpoint.validated(authority, tokens).filter(it -> it.status() == 401).isPresent()) {
          renewed(account, ready);
        }
      } catch (ChatwardenException e) {
        log.warn("Failed to validate account={} reason={}", account.getId(), e.reason());
      }
    }
  }

  /**
   * Revokes the tokens of an account at its platform and removes the account.
   *
   * @return whether the platform said that it revoked them
   */
  public boolean disconnect(Account account) throws InterruptedException {
    boolean isRevoked = false;
    try {
      isRevoked = endpoint.revoked(authority(account.getPlatform()), open(account.getId()));
    } catch (ChatwardenException e) {
      FaultCode.FAILED_PRECONDITION.orThrow(e); // Unreadable tokens are removed all the same.
    }
    store.remove(account.getId());
    return isRevoked;
  }
}
