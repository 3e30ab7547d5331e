package chatwarden.worker.step;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.store.pipeline.StepLease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The command of an attempt while it runs: renewals, the log, the time limit. */
final class StepRunning {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final String LAUNCHER = "chatwarden";

  private final PipelineRun run;
  private final PipelineStep step;
  private final StepLease lease;
  private final StepBench bench;
  private final Path folder;
  private final StepHeartbeat heartbeat;
  private final StepLog none = new StepLog();
  private @Nullable StepProcess process;
  private long flushed = -1;

  StepRunning(
      PipelineRun run,
      PipelineStep step,
      StepLease lease,
      StepBench bench,
      Path folder,
      Instant claimed) {
    this.run = run;
    this.step = step;
    this.lease = lease;
    this.bench = bench;
    this.folder = folder;
    this.heartbeat = new StepHeartbeat(lease, bench.settings().lease(), bench.clock(), claimed);
  }

  /** Runs a command until it ends or has to. */
  StepEnding toEnd(List<String> command, BooleanSupplier stopping) throws InterruptedException {
    StepProcess started;
    try {
      started = StepProcess.start(located(command), folder, variables(), heartbeat.deadline());
    } catch (IOException e) {
      return new StepEnding.NotStarted("could not be started: " + FaultWords.of(e));
    }
    process = started;
    try {
      return watch(started, stopping);
    } finally {
      started.kill();
      flushLog(started);
    }
  }

  private StepEnding watch(StepProcess started, BooleanSupplier stopping)
      throws InterruptedException {
    long limit = System.nanoTime() + StepAttempt.duration(step.getTimeout()).toNanos();
    while (!started.awaitEnd(TICK)) {
      if (stopping.getAsBoolean()) {
        return new StepEnding.Stopped();
      }
      if (System.nanoTime() >= limit) {
        return new StepEnding.TimedOut();
      }
      switch (heartbeat.beat()) {
        case LOST -> {
          return new StepEnding.Lost();
        }
        case CANCELLED -> {
          return new StepEnding.Cancelled();
        }
        case HELD -> started.extend(heartbeat.deadline());
      }
      flushLog(started);
    }
    return killedByGuard(started.status());
  }

  /** The guard kills a command whose worker was late: the step is then lost, and did not fail. */
  private StepEnding killedByGuard(int status) {
    return bench.clock().instant().isBefore(heartbeat.deadline())
        ? new StepEnding.Exited(status)
        : new StepEnding.Lost();
  }

  private List<String> located(List<String> command) {
    List<String> located = new ArrayList<>(command);
    if (located.getFirst().equals(LAUNCHER)) {
      located.set(0, bench.settings().launcher());
    }
    return located;
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(bench.settings().environment());
    variables.put("PIPELINE_RUN", run.getId());
    variables.put("PIPELINE_STEP", step.getName());
    variables.put("PIPELINE_ATTEMPT", Integer.toString(lease.attempt()));
    return variables;
  }

  /** Keeps the log where the store answers; it is written again a second later. */
  private void flushLog(StepProcess started) {
    StepLog log = started.log();
    long written = log.written();
    if (written == flushed) {
      return;
    }
    try {
      lease.log(log.tail(), log.skipped());
      flushed = written;
    } catch (ChatwardenException e) {
      FaultCode.UNAVAILABLE.orThrow(e);
    }
  }

  /** Returns the last line of output that is a JSON object; empty where there is none. */
  String json() {
    return log().json();
  }

  /** Returns the line of output that says best why it failed. */
  Optional<String> reason() {
    return log().reason();
  }

  private StepLog log() {
    return process == null ? none : process.log();
  }
}
