package chatwarden.ingest.account;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.store.account.AccountStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The units of the project at Google, which it has anew each day at midnight Pacific time. Kept in
 * the store, so that all processes count together and a restart does not begin again.
 */
public final class DailyQuota {
  /** The quota of the project at Google. */
  public static final ConfigKey<Integer> UNITS =
      ConfigKey.integer(
          "youtube.quota",
          10_000,
          0,
          1_000_000_000,
          "How many units of the YouTube Data API the project at Google has a day; an action takes"
              + " 50, a stream of a chat that is read with an account 5 each time that it is"
              + " opened; streams and deletions leave a fifth to bans and time-outs");

  private static final String PROJECT = "youtube";
  private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

  /** One part of so many is kept for bans and time-outs. */
  private static final long RESERVE_PART = 5;

  private final AccountStore store;
  private final long limit;
  private final InstantSource clock;

  /**
   * The quota in a store.
   *
   * @param limit how many units the project has a day
   */
  public DailyQuota(AccountStore store, long limit, InstantSource clock) {
    this.store = store;
    this.limit = limit;
    this.clock = clock;
  }

  /** Returns when units are there again; empty where a call of so many units may be made. */
  public Optional<Instant> waitUntil(long units, boolean isDeferrable) {
    long most = isDeferrable ? limit - limit / RESERVE_PART : limit;
    return store.use(PROJECT, day().toString(), 0) + units > most
        ? Optional.of(midnight())
        : Optional.empty();
  }

  /** Counts a call. */
  public void use(long units) {
    store.use(PROJECT, day().toString(), units);
  }

  /** Notes that Google counted more than this one did: nothing is left of the day. */
  public Instant exhaust() {
    store.use(PROJECT, day().toString(), limit);
    return midnight();
  }

  private LocalDate day() {
    return LocalDate.ofInstant(clock.instant(), PACIFIC);
  }

  private Instant midnight() {
    return day().plusDays(1).atStartOfDay(PACIFIC).toInstant();
  }
}
