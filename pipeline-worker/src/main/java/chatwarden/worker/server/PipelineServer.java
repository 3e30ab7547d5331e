package chatwarden.worker.server;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.RedisStores;
import chatwarden.store.pipeline.RunFolder;
import chatwarden.store.pipeline.RunStore;
import chatwarden.store.pipeline.StepQueue;
import chatwarden.store.redis.StoreKeys;
import chatwarden.worker.definition.PipelineFolders;
import chatwarden.worker.step.StepBench;
import chatwarden.worker.step.StepMetrics;
import chatwarden.worker.step.StepSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of pipelines, as a process of its own or inside one with others. It reads the
 * definitions, fires the schedules, runs steps and forgets old runs.
 *
 * <p>A drain kills the commands under way and gives their steps back, so that another worker, or
 * this one after its restart, begins them anew at once.
 */
public final class PipelineServer implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(PipelineServer.class);
  private static final Duration RELOAD = Duration.ofSeconds(10);
  private static final Duration CLEAN = Duration.ofMinutes(1);

  private final RedisStores stores;
  private final StepQueue queue;
  private final RunFolder folder;
  private final Definitions definitions;
  private final Scheduler scheduler;
  private final Worker worker;
  private final Duration poll;
  private final int history;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread loop;

  private PipelineServer(Config config, Telemetry telemetry, StepEnvironment environment) {
    Duration lease = WorkerKeys.lease(config);
    stores = RedisStores.open(config, telemetry.registry(), "pipelines");
    queue = stores.steps();
    folder = RunFolder.of(config);
    definitions =
        new Definitions(
            new PipelineFolders(config.get(WorkerKeys.DEFINITIONS).stream().map(Path::of).toList()),
            queue);
    scheduler = new Scheduler(queue, InstantSource.system());
    StepSettings settings =
        new StepSettings(
            name(ProcessHandle.current().pid()),
            lease,
            config.get(WorkerKeys.LAUNCHER),
            environment.version(),
            environment.variables());
    worker =
        new Worker(
            new StepBench(
                folder,
                queue,
                settings,
                new StepMetrics(telemetry.registry()),
                InstantSource.system()),
            config.get(WorkerKeys.PARALLEL));
    poll = config.get(WorkerKeys.POLL);
    history = config.get(WorkerKeys.HISTORY);
  }

  /**
   * The things that commands of steps are given.
   *
   * @param version of the program
   * @param variables of the environment, beside those of this process
   */
  public record StepEnvironment(String version, Map<String, String> variables) {

    /** Copies the variables. */
    public StepEnvironment {
      variables = Map.copyOf(variables);
    }
  }

  /** Returns a worker that is not started. */
  public static PipelineServer create(
      Config config, Telemetry telemetry, StepEnvironment environment) {
    return new PipelineServer(config, telemetry, environment);
  }

  /** Returns every key that it reads, those of the store included. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>(WorkerKeys.all());
    keys.addAll(StoreKeys.all());
    return List.copyOf(keys);
  }

  private static String name(long pid) {
    try {
      return InetAddress.getLocalHost().getHostName() + ":" + pid;
    } catch (UnknownHostException e) {
      return "pid:" + pid;
    }
  }

  @Override
  public String name() {
    return "pipelines";
  }

  @Override
  public void start() throws Exception {
    Files.createDirectories(folder.root());
    stores.start();
    try {
      definitions.load();
    } catch (ChatwardenException e) {
      stores.close();
      throw e;
    }
    loop = Thread.ofPlatform().name("pipelines").daemon().start(this::loop);
    log.info("Started server=pipelines folder={}", folder.root());
  }

  /** Returns the runs, for a caller within this process. */
  public RunStore runs() {
    return stores.runs();
  }

  /** Returns the things that it cannot do now, and why. Does not block. */
  public List<String> problems() {
    return Stream.of(stores.problem(), definitions.problem()).flatMap(Optional::stream).toList();
  }

  private void loop() {
    long reloaded = System.nanoTime();
    long cleaned = reloaded - CLEAN.toNanos();
    String reported = "";
    try {
      while (!stopping.await(poll.toNanos(), TimeUnit.NANOSECONDS)) {
        long now = System.nanoTime();
        try {
          if (now - reloaded > RELOAD.toNanos()) {
            definitions.reload();
            reloaded = now;
          }
          scheduler.fire(definitions.pipelines());
          worker.take();
          if (now - cleaned > CLEAN.toNanos()) {
            clean();
            cleaned = now;
          }
          reported = "";
        } catch (ChatwardenException | UncheckedIOException e) {
          String problem = String.valueOf(e.getMessage());
          if (!problem.equals(reported)) {
            log.warn("Failed to look for steps problem={}", problem);
            reported = problem;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void clean() {
    for (String run : queue.dropBeyond(history)) {
      try {
        folder.delete(run);
        log.info("Removed run={}", run);
      } catch (IOException e) {
        log.warn("Failed to remove run={}", run, e);
      }
    }
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    stopping.countDown();
    if (loop != null) {
      loop.join(timeout);
    }
    worker.release(timeout);
  }

  @Override
  public void close() {
    stopping.countDown();
    worker.abandon();
    stores.close();
  }
}
