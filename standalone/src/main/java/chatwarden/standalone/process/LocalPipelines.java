package chatwarden.standalone.process;

import chatwarden.broker.BrokerKeys;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.RunState;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.lifecycle.ServiceProcess;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.worker.server.PipelineServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A worker within this process, on the Redis that is configured or an embedded one, for a run
 * without a platform.
 */
public final class LocalPipelines implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Telemetry telemetry = Telemetry.prometheus();
  private final DeferredPart<PipelineServer> worker;
  private final ServiceProcess process;

  private LocalPipelines(Config config, Optional<Path> file) {
    Engines engines = new Engines(config.with(BrokerKeys.URI, "amqp://none"), telemetry.registry());
    worker =
        new DeferredPart<>(
            "pipelines",
            () -> {
              Config located = engines.located(config);
              return PipelineServer.create(located, telemetry, StepVariables.of(located, file));
            });
    process =
        ServiceProcess.builder()
            .name("pipelines")
            .drainTimeout(config.get(ServiceProcess.DRAIN_TIMEOUT))
            .part(ServicePart.together("engines", engines.parts()))
            .part(worker)
            .build();
  }

  /**
   * Opens one.
   *
   * @param file the file of settings that this process read, if any
   */
  public static LocalPipelines open(Config config, Optional<Path> file) {
    LocalPipelines local = new LocalPipelines(config, file);
    local.process.start();
    return local;
  }

  /**
   * Runs a pipeline to its end.
   *
   * @param changes is given the run whenever it has changed
   * @return the run as it ended
   */
  public PipelineRun run(
      String pipeline, Map<String, String> parameters, Consumer<PipelineRun> changes)
      throws InterruptedException {
    PipelineRun run = worker.part().runs().start(pipeline, "", parameters, "local");
    changes.accept(run);
    while (run.getState() == RunState.RUN_RUNNING) {
      Thread.sleep(LOOK);
      PipelineRun now = worker.part().runs().find(run.getId()).orElse(run);
      if (!now.equals(run)) {
        changes.accept(now);
      }
      run = now;
    }
    return run;
  }

  @Override
  public void close() {
    process.close();
    telemetry.close();
  }
}
