package chatwarden.worker.step;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.mlops.v1.StepResult;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.pipeline.RunFolder;
import chatwarden.store.pipeline.StepLease;
import chatwarden.worker.step.StepMetrics.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An attempt at a step, from the claim to the end that the store keeps. Its outputs are in a folder
 * of its own, which counts only once the store has taken the end under the lease. Runs on a thread
 * of its own; {@link #stop} may come from any.
 */
public final class StepAttempt {

  private static final Logger log = LoggerFactory.getLogger(StepAttempt.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final PipelineRun run;
  private final PipelineStep step;
  private final StepLease lease;
  private final StepBench bench;
  private final Instant claimed;
  private final Path folder;
  private volatile boolean stopping;

  /** Whether the store's record of the end names files of the folder, or may do so. */
  private boolean mayCount;

  /**
   * An attempt that has not begun.
   *
   * @param claimed when the lease was asked for
   */
  public StepAttempt(
      PipelineRun run, PipelineStep step, StepLease lease, StepBench bench, Instant claimed) {
    this.run = run;
    this.step = step;
    this.lease = lease;
    this.bench = bench;
    this.claimed = claimed;
    this.folder =
        bench.folder().run(run.getId()).resolve(RunFolder.attempt(step.getName(), lease.fence()));
  }

  /** Asks it to kill its command and to give the step back; does not wait. */
  public void stop() {
    stopping = true;
  }

  /** Runs it to its end. */
  public void run() {
    long began = System.nanoTime();
    bench.metrics().began();
    log.info("Starting step={} run={} attempt={}", step.getName(), run.getId(), lease.attempt());
    Outcome outcome = Outcome.LOST;
    try {
      outcome = attempt();
    } catch (ChatwardenException | IOException e) {
      // The lease runs out, and another attempt follows.
      log.warn("Failed step={} run={}", step.getName(), run.getId(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!mayCount && !step.getResume()) {
        discard(folder);
      }
      bench.metrics().ended(run.getPipeline(), step.getName(), outcome, System.nanoTime() - began);
      log.info("Ended step={} run={} outcome={}", step.getName(), run.getId(), outcome);
    }
  }

  private Outcome attempt() throws IOException, InterruptedException {
    EarlierAttempts earlierFolders = EarlierAttempts.of(step, folder);
    if (step.getResume()) {
      earlierFolders.takeOver(folder);
    }
    earlierFolders.discard();
    Files.createDirectories(folder);
    StepInputs inputs = new StepInputs(run, bench.folder());
    String fingerprint = inputs.fingerprint(step, bench.settings().version());
    StepResult.Builder result =
        StepResult.newBuilder()
            .setFingerprint(fingerprint)
            .setFolder(RunFolder.attempt(step.getName(), lease.fence()));
    Optional<StepResult> earlier =
        step.getReuse() ? bench.queue().done(fingerprint) : Optional.empty();
    if (earlier.isPresent()) {
      if (StepOutputs.copy(bench.folder(), earlier.get(), folder)) {
        StepResult reused = earlier.get().toBuilder().setFolder(result.getFolder()).build();
        mayCount = isRecorded(() -> lease.reused(reused));
        return mayCount ? Outcome.REUSED : Outcome.LOST;
      }
      discard(folder);
      Files.createDirectories(folder);
    }
    StepRunning running = new StepRunning(run, step, lease, bench, folder, claimed);
    return conclude(running, running.toEnd(inputs.command(step), () -> stopping), result);
  }

  private Outcome conclude(StepRunning running, StepEnding ending, StepResult.Builder result)
      throws IOException, InterruptedException {
    result.setJson(running.json()).setExitStatus(-1);
    return switch (ending) {
      case StepEnding.Lost() -> Outcome.LOST;
      case StepEnding.Stopped() -> {
        lease.release();
        yield Outcome.RELEASED;
      }
      case StepEnding.Cancelled() ->
          lease.cancelled(result.setMessage("cancelled").build())
              ? Outcome.CANCELLED
              : Outcome.LOST;
      case StepEnding.NotStarted(String why) -> failed(result.setMessage(why));
      case StepEnding.TimedOut() ->
          retry(result.setMessage("not done after " + duration(step.getTimeout())));
      case StepEnding.Exited(int status) -> exited(running, status, result.setExitStatus(status));
    };
  }

  private Outcome exited(StepRunning running, int status, StepResult.Builder result)
      throws IOException, InterruptedException {
    if (status != 0) {
      String message = "exit status " + status + running.reason().map(why -> ": " + why).orElse("");
      result.setMessage(message);
      return StepEnding.isFinal(status)
          ? failed(result.addAllArtefacts(StepOutputs.present(folder, step.getOutputsList())))
          : retry(result);
    }
    try {
      result.addAllArtefacts(StepOutputs.collect(folder, step.getOutputsList()));
    } catch (StepOutputs.MissingOutputException e) {
      return failed(result.setMessage(String.valueOf(e.getMessage())));
    }
    mayCount = isRecorded(() -> lease.done(result.build(), step.getReuse()));
    return mayCount ? Outcome.DONE : Outcome.LOST;
  }

  /**
   * Records the end of an attempt whose command is gone; waits while the store is away. Whether
   * another worker has the step meanwhile, the store knows by the fence.
   */
  private boolean isRecorded(BooleanSupplier end) throws InterruptedException {
    mayCount = true;
    while (true) {
      try {
        return end.getAsBoolean();
      } catch (ChatwardenException e) {
        FaultCode.UNAVAILABLE.orThrow(e);
        if (stopping) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private Outcome failed(StepResult.Builder result) throws InterruptedException {
    boolean isTaken = isRecorded(() -> lease.failed(result.build()));
    mayCount = isTaken && result.getArtefactsCount() > 0;
    return isTaken ? Outcome.FAILED : Outcome.LOST;
  }

  private Outcome retry(StepResult.Builder result) throws InterruptedException {
    if (lease.failures() >= step.getRetries()) {
      return failed(result);
    }
    Duration pause = duration(step.getBackoff()).multipliedBy(1L << Math.min(lease.failures(), 20));
    boolean isTaken = isRecorded(() -> lease.retryLater(result.build(), pause));
    mayCount = false;
    return isTaken ? Outcome.RETRIED : Outcome.LOST;
  }

  static Duration duration(com.google.protobuf.Duration proto) {
    return Duration.ofSeconds(proto.getSeconds(), proto.getNanos());
  }

  static void discard(Path folder) {
    try {
      RunFolder.delete(folder);
    } catch (IOException e) {
      log.warn("Failed to remove folder={}", folder, e);
    }
  }
}
