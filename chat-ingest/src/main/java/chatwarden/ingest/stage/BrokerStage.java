package chatwarden.ingest.stage;

import chatwarden.broker.BrokerConnection;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.Delivery;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** A stage that takes its messages from a queue of the broker. */
public abstract sealed class BrokerStage implements ServicePart permits RecordStage, FlaggedStage {

  private final String name;
  final StageMetrics metrics;
  final StageOutput output;
  final StageRunner runner;
  final Tracing tracing;

  /**
   * A stage that is not started.
   *
   * @param name of one word, for metrics
   * @param consuming the connection to take messages from; another than that of the publisher
   */
  BrokerStage(
      String name,
      String queue,
      BrokerConnection consuming,
      ConfirmedPublisher publisher,
      Config config,
      MeterRegistry registry) {
    this.name = name;
    this.tracing = publisher.tracing();
    this.metrics = new StageMetrics(name, registry);
    this.output = new StageOutput(publisher, config.get(StageKeys.MAX_ATTEMPTS), metrics);
    this.runner =
        new StageRunner(
            name, consuming, queue, config, registry, metrics, this::isAway, this::begin);
  }

  /** Returns whether the engine that the work needs was away at the last call. */
  abstract boolean isAway();

  /** Begins to work on a message and returns soon; sees to it that it is settled. */
  abstract void begin(Delivery delivery);

  /**
   * Returns why it makes no headway; empty unless it settled none of its messages for that long.
   */
  public final Optional<String> standstill(Duration longest) {
    return metrics.standstill(longest);
  }

  @Override
  public final String name() {
    return name + "-stage";
  }

  @Override
  public final void start() {
    runner.start();
  }

  @Override
  public final void drain(Duration timeout) throws InterruptedException {
    runner.drain(timeout);
  }

  @Override
  public final void close() {
    runner.close();
  }
}
