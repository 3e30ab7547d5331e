package chatwarden.broker;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.health.HealthWindow;
import chatwarden.runtime.lifecycle.ServicePart;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the broker works: both connections stand, and a message was confirmed within {@code
 * health.window}. Also has published again what waited longer than that for its confirm. Owns one
 * virtual thread.
 */
public final class BrokerHealth implements ServicePart {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final BrokerConnection publishing;
  private final BrokerConnection consuming;
  private final ConfirmedPublisher publisher;
  private final BrokerProbe probe;
  private final Duration window;
  private final Duration pause;
  private final HealthWindow health;
  private @Nullable Thread thread;

  /** Of a broker that is reached by these. */
  public BrokerHealth(
      BrokerConnection publishing,
      BrokerConnection consuming,
      ConfirmedPublisher publisher,
      Config config,
      MeterRegistry registry) {
    this.publishing = publishing;
    this.consuming = consuming;
    this.publisher = publisher;
    this.window = config.get(HealthWindow.LENGTH);
    Duration quarter = window.dividedBy(4);
    this.pause = quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
    this.probe = new BrokerProbe(config, pause);
    this.health = new HealthWindow("broker", "ingest", "confirms nothing", config, registry);
  }

  /** Why the broker does not work, for people; empty while it does. */
  public Optional<String> problem() {
    if (!publishing.isConnected() || !consuming.isConnected()) {
      return Optional.of("not connected to the broker");
    }
    return health
        .problem()
        .map(
            problem ->
                publishing
                    .blockedBecause()
                    .map(reason -> problem + "; it holds publishers back: " + reason)
                    .orElse(problem));
  }

  @Override
  public String name() {
    return "broker-health";
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("broker-health").start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        if (probe.fault().isEmpty()) {
          health.succeeded();
        } else {
          health.report();
        }
        if (publishing.blockedBecause().isEmpty()) {
          publisher.repeatWhatWaits(window);
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      probe.close();
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
