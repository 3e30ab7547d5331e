package chatwarden.ingest.acting;

import chatwarden.ingest.account.Accounts;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.store.account.AccountStore;
import chatwarden.store.action.ActingStores;
import chatwarden.store.automation.AutomationGate;
import chatwarden.store.comment.CommentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The part of a process that acts on platforms. A drain begins no further action and waits for the
 * answers to those that are being sent.
 */
public final class ActingPart implements ServicePart {
  private static final long LEAST_MILLIS = 10;
  private static final long VALIDATION_HOURS = 1;

  private final ActionWorker worker;
  private final Accounts accounts;
  private final long interval;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("acting").daemon().factory());
  private final ScheduledExecutorService validation =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("acting-validation").daemon().factory());

  /** A part that is not started, on stores that are started before it. */
  public ActingPart(
      CommentStore comments,
      ActingStores stores,
      AutomationGate gate,
      AccountStore accountStore,
      Accounts accounts,
      List<PlatformActions> platforms,
      Config config,
      MeterRegistry registry,
      InstantSource clock) {
    this.accounts = accounts;
    this.interval = Math.max(LEAST_MILLIS, config.get(ActingKeys.INTERVAL).toMillis());
    ActingMetrics metrics = new ActingMetrics(registry);
    Map<String, PlatformActions> bySchemes =
        platforms.stream()
            .collect(Collectors.toMap(PlatformActions::platform, Function.identity()));
    ActionSender sender =
        new ActionSender(
            stores,
            gate,
            accounts,
            metrics,
            clock,
            config.get(ActingKeys.MAX_AGE),
            config.get(ActingKeys.TIMEOUT));
    this.worker =
        new ActionWorker(
            comments,
            stores,
            accountStore,
            sender,
            bySchemes,
            metrics,
            clock,
            config.get(ActingKeys.LEASE));
  }

  /** Returns the settings of acting. */
  public static List<ConfigKey<?>> keys() {
    return ActingKeys.all();
  }

  /** Returns how long one call of a platform may take. */
  public static Duration timeout(Config config) {
    return config.get(ActingKeys.TIMEOUT);
  }

  @Override
  public String name() {
    return "acting";
  }

  @Override
  public void start() {
    var _ = rounds.scheduleWithFixedDelay(worker::round, 0, interval, TimeUnit.MILLISECONDS);
    var _ = validation.scheduleWithFixedDelay(this::validate, 0, VALIDATION_HOURS, TimeUnit.HOURS);
  }

  private void validate() {
    try {
      accounts.validate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    rounds.shutdown();
    var _ = rounds.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
    worker.drain(timeout);
  }

  @Override
  public void close() {
    validation.shutdownNow();
    rounds.shutdownNow();
    worker.close();
  }
}
