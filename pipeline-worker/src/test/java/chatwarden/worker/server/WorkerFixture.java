package chatwarden.worker.server;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.RunState;
import chatwarden.mlops.v1.StepResult;
import chatwarden.mlops.v1.StepRun;
import chatwarden.runtime.config.Config;
import chatwarden.store.RedisStores;
import chatwarden.store.pipeline.RunStore;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.process.JavaProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A Redis, folders for definitions and runs, and whatever workers a test starts. */
final class WorkerFixture implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(60);

  final Path scratch;
  final RunStore runs;
  private final Path definitions;
  private final Path folder;
  private final RedisServer redis = RedisServer.start();
  private final RedisStores stores;

  WorkerFixture(Path scratch) throws Exception {
    this.scratch = scratch;
    this.definitions = Files.createDirectories(scratch.resolve("definitions"));
    this.folder = scratch.resolve("runs");
    this.stores = RedisStores.open(config(), new SimpleMeterRegistry(), "test");
    stores.start();
    this.runs = stores.runs();
  }

  Config config() {
    return WorkerMain.config(redis.uri(), folder.toString(), definitions.toString());
  }

  /** Writes the definition of a pipeline. */
  void define(String name, String yaml) throws IOException {
    Files.writeString(definitions.resolve(name + ".yaml"), yaml);
  }

  /** Returns a worker within this process, started. */
  PipelineServer worker() throws Exception {
    PipelineServer server = WorkerMain.server(config());
    server.start();
    return server;
  }

  /** Returns a worker in a process of its own, ready. */
  JavaProcess workerProcess() {
    JavaProcess process =
        JavaProcess.ofMain("chatwarden.worker.server.WorkerMain")
            .jvmArguments("-XX:TieredStopAtLevel=1", "-Xmx128m")
            .arguments(redis.uri(), folder.toString(), definitions.toString())
            .start();
    process.awaitLine(Pattern.compile("^ready"), LIMIT);
    return process;
  }

  /** Returns the Redis, which a test may kill. */
  RedisServer redis() {
    return redis;
  }

  PipelineRun begin(String pipeline) {
    return runs.start(pipeline, "", Map.of(), "");
  }

  PipelineRun run(String id) {
    return runs.find(id).orElseThrow();
  }

  StepRun step(String run, String name) {
    return run(run).getStepsList().stream()
        .filter(step -> step.getStep().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  StepResult result(String run, String name) {
    return step(run, name).getResult();
  }

  /** Waits for the end of a run. */
  PipelineRun ended(String id, Duration limit) {
    return Awaitility.await()
        .atMost(limit)
        .until(() -> run(id), run -> run.getState() != RunState.RUN_RUNNING);
  }

  PipelineRun ended(String id) {
    return ended(id, LIMIT);
  }

  /** Returns the content of a file that a step has made. */
  String made(String run, String step, String path) throws IOException {
    StepResult result = result(run, step);
    return Files.readString(folder.resolve(run).resolve(result.getFolder()).resolve(path));
  }

  @Override
  public void close() {
    stores.close();
    redis.close();
  }
}
