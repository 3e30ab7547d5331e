package chatwarden.standalone.command;

import chatwarden.action.v1.Account;
import chatwarden.domain.source.TwitchAddress;
import chatwarden.domain.source.YouTubeAddress;
import chatwarden.ingest.account.Accounts;
import chatwarden.ingest.account.DeviceCode;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.source.SourceClock;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.standalone.process.Settings;
import chatwarden.standalone.process.StoredKeys;
import chatwarden.standalone.terminal.SafeText;
import chatwarden.store.redis.StoreKeys;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The accounts that act on platforms. A person permits each in a browser; no token is shown. */
@Command(
    name = "connect",
    description = "Connects accounts that act on YouTube and Twitch, lists and revokes them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ConnectCommand implements Runnable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
  }

  /** Where the accounts are. */
  static final class Place {
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Option(
        names = "--redis",
        paramLabel = "URI",
        description = "Where Redis is. Default: the embedded one of --data-dir.")
    private @Nullable String redis;

    @Option(
        names = "--data-dir",
        paramLabel = "DIR",
        description =
            "Where the embedded engines keep their data, and the key of accounts is. Default:"
                + " .chatwarden.")
    private @Nullable String dataDir;

    /** Runs work on the accounts. */
    int with(Work work) throws Exception {
      Config config =
          options.load(
              new ConfigOptions.Flags()
                  .put(StoreKeys.REDIS_URI, redis)
                  .put(Settings.DATA_DIR, dataDir));
      ApiClient http = new ApiClient(TIMEOUT);
      try (StoredKeys stored = StoredKeys.open(config)) {
        work.on(new Accounts(stored.accounts(), http, SourceClock.system(), config));
        return 0;
      } finally {
        http.close();
      }
    }
  }

  /** Work on the accounts. */
  interface Work {
    void on(Accounts accounts) throws Exception;
  }

  @Command(
      name = "youtube",
      description = "Connects an account of YouTube that owns or moderates chats.",
      mixinStandardHelpOptions = true)
  int youtube(@Mixin Place place) throws Exception {
    return place.with(accounts -> connect(accounts, YouTubeAddress.SCHEME));
  }

  @Command(
      name = "twitch",
      description = "Connects an account of Twitch that owns or moderates channels.",
      mixinStandardHelpOptions = true)
  int twitch(@Mixin Place place) throws Exception {
    return place.with(accounts -> connect(accounts, TwitchAddress.SCHEME));
  }

  private void connect(Accounts accounts, String platform) throws InterruptedException {
    DeviceCode code = accounts.begin(platform);
    out()
        .printf(
            "Open %s and enter %s; the code is valid for %d minutes.%n",
            SafeText.of(code.page()), SafeText.of(code.user()), code.life().toMinutes());
    Account account = accounts.connect(platform, code);
    out().printf("connected %s (%s)%n", account.getId(), SafeText.of(account.getName()));
  }

  @Command(
      name = "list",
      description = "Lists the connected accounts: id, time, name, and why one cannot act.",
      mixinStandardHelpOptions = true)
  int list(@Mixin Place place) throws Exception {
    return place.with(
        accounts ->
            accounts
                .list()
                .forEach(
                    account ->
                        out()
                            .printf(
                                "%-28s  %s  %s  %s%n",
                                account.getId(),
                                Instant.ofEpochSecond(account.getConnectTime().getSeconds()),
                                SafeText.of(account.getName()),
                                account.getProblem())));
  }

  @Command(
      name = "revoke",
      description = "Revokes the tokens of an account at its platform and forgets the account.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Mixin Place place,
      @Parameters(paramLabel = "ID", description = "The id of the account, as list shows it.")
          String id)
      throws Exception {
    return place.with(
        accounts -> {
          Account account =
              accounts.list().stream()
                  .filter(known -> known.getId().equals(id))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          FaultCode.NOT_FOUND.exception(
                              "ACCOUNT_NOT_FOUND", "no account has this id"));
          boolean isRevoked = accounts.disconnect(account);
          out()
              .println(
                  isRevoked
                      ? "revoked " + account.getId()
                      : "forgot "
                          + account.getId()
                          + "; the platform did not confirm the revocation: remove the permission"
                          + " in the account's settings there");
        });
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
