package chatwarden.ingest.automation;

import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationOutcome;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.store.automation.AutomationRun;
import chatwarden.store.automation.AutomationStores;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a process that tries automation rules: in rounds, on one thread, all chats with rules
 * one after the other. A drain waits for the round under way; one that is cut is done again.
 */
public final class AutomationPart implements ServicePart {
  private static final Logger log = LoggerFactory.getLogger(AutomationPart.class);
  private static final long LEAST_MILLIS = 10;

  /** So many slices of events of a chat are taken a round, so that others have their turn. */
  private static final int SLICES = 10;

  private static final ConfigKey<Duration> INTERVAL =
      ConfigKey.duration(
          "automation.interval",
          Duration.ofMillis(250),
          "How often automation rules are tried on new comments; at least 10ms");

  private static final ConfigKey<Duration> MAX_AGE =
      ConfigKey.duration(
          "automation.max-age",
          Duration.ofMinutes(10),
          "How long ago a comment may have been recorded that an automation rule acts on");

  private final AutomationStores stores;
  private final MeterRegistry registry;
  private final long interval;
  private final Duration maxAge;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("automation").daemon().factory());
  private String lastProblem = "";

  /** A part that is not started, on stores that are started before it. */
  public AutomationPart(AutomationStores stores, Config config, MeterRegistry registry) {
    this.stores = stores;
    this.registry = registry;
    this.interval = Math.max(LEAST_MILLIS, config.get(INTERVAL).toMillis());
    this.maxAge = config.get(MAX_AGE);
    for (AutomationOutcome outcome :
        new AutomationOutcome[] {
          AutomationOutcome.ACTED, AutomationOutcome.WOULD_HAVE_ACTED, AutomationOutcome.HELD_BACK
        }) {
      counter(outcome);
    }
    gaps();
  }

  /** Returns the settings of automation. */
  public static List<ConfigKey<?>> keys() {
    return List.of(INTERVAL, MAX_AGE);
  }

  private Counter counter(AutomationOutcome outcome) {
    return Counter.builder("automation.action")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .description("Comments that met an automation rule, by outcome")
        .register(registry);
  }

  private Counter gaps() {
    return Counter.builder("automation.gap")
        .description("How often events were dropped before automation rules were tried on them")
        .register(registry);
  }

  @Override
  public String name() {
    return "automation";
  }

  @Override
  public void start() {
    var _ = rounds.scheduleWithFixedDelay(this::round, 0, interval, TimeUnit.MILLISECONDS);
  }

  /** Runs one round. A fault of the store is logged when its reason is a new one. */
  private void round() {
    try {
      for (String chat : stores.automations().chats()) {
        round(chat);
      }
      lastProblem = "";
    } catch (RuntimeException e) {
      String problem = FaultWords.of(e);
      if (!problem.equals(lastProblem) && !Thread.currentThread().isInterrupted()) {
        log.warn("Failed to try automation rules problem={}", problem);
        lastProblem = problem;
      }
    }
  }

  private void round(String chat) {
    boolean isComplete = false;
    for (int i = 0; i < SLICES && !isComplete; i++) {
      AutomationRun.Pass pass = stores.run().run(chat, maxAge);
      pass.actions().stream().map(AutomaticAction::getOutcome).forEach(this::count);
      if (pass.hasGap()) {
        gaps().increment();
        log.warn("Automation rules were not tried on events that were dropped chat={}", chat);
      }
      stores.outbox().relay(chat);
      isComplete = pass.isComplete();
    }
    boolean isOff =
        stores.automations().get(chat).automation().getMode() == AutomationMode.AUTOMATION_OFF;
    if (isOff && stores.actions().pending(chat, 1).isEmpty()) {
      stores.automations().retire(chat);
    }
  }

  private void count(AutomationOutcome outcome) {
    counter(outcome).increment();
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    rounds.shutdown();
    var _ = rounds.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
