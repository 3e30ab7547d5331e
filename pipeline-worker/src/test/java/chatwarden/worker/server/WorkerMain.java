package chatwarden.worker.server;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.pipeline.RunFolder;
import chatwarden.store.redis.StoreKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker in a process of its own: Redis, the folder of runs and the folder of definitions. */
final class WorkerMain {

  static final Duration LEASE = Duration.ofSeconds(5);

  private WorkerMain() {}

  static Config config(String redis, String folder, String definitions) {
    return Config.defaults()
        .with(StoreKeys.REDIS_URI, redis)
        .with(RunFolder.FOLDER, folder)
        .with(WorkerKeys.DEFINITIONS, List.of(definitions))
        .with(WorkerKeys.LEASE, LEASE)
        .with(WorkerKeys.POLL, Duration.ofMillis(100));
  }

  static PipelineServer server(Config config) {
    return PipelineServer.create(
        config, Telemetry.prometheus(), new PipelineServer.StepEnvironment("test", Map.of()));
  }

  public static void main(String[] arguments) throws Exception {
    PipelineServer server = server(config(arguments[0], arguments[1], arguments[2]));
    server.start();
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
