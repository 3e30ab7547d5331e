package chatwarden.ingest.server;

import chatwarden.ingest.account.Accounts;
import chatwarden.ingest.account.Authority;
import chatwarden.ingest.account.DailyQuota;
import chatwarden.ingest.account.ReadingAccounts;
import chatwarden.ingest.acting.ActingPart;
import chatwarden.ingest.automation.AutomationPart;
import chatwarden.ingest.dataapi.DataApiActions;
import chatwarden.ingest.helix.HelixActions;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.source.SourceClock;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.store.RedisStores;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** Puts together the part that acts on platforms. */
public final class ActingParts {

  private ActingParts() {}

  /** Returns the settings of acting and of accounts. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>(ActingPart.keys());
    keys.addAll(AutomationPart.keys());
    keys.addAll(Accounts.keys());
    keys.add(DailyQuota.UNITS);
    return List.copyOf(keys);
  }

  /** Returns the part, on stores that are started before it. */
  public static ServicePart of(
      RedisStores stores, Config config, MeterRegistry registry, SourceClock clock) {
    ApiClient http = new ApiClient(ActingPart.timeout(config));
    ActingPart acting =
        new ActingPart(
            stores.comments(),
            stores.acting(),
            stores.automation().gate(),
            stores.accounts(),
            new Accounts(stores.accounts(), http, clock, config),
            List.of(
                new HelixActions(http, Authority.twitch(config).api(), clock),
                new DataApiActions(
                    http,
                    Authority.youtube(config).api(),
                    new DailyQuota(stores.accounts(), config.get(DailyQuota.UNITS), clock))),
            config,
            registry,
            clock);
    ServicePart automation = new AutomationPart(stores.automation(), config, registry);
    return ServicePart.inOrder("acting", List.of(http, acting, automation));
  }

  /** Returns the accounts that chats are read with, on stores that are started before it. */
  static ReadingAccounts reading(RedisStores stores, Config config, SourceClock clock) {
    ApiClient http = new ApiClient(ActingPart.timeout(config));
    return ReadingAccounts.of(
        new Accounts(stores.accounts(), http, clock, config),
        stores.accounts(),
        http,
        chat -> stores.acting().modes().get(chat).account());
  }
}
