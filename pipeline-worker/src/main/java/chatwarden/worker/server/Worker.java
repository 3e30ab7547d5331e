package chatwarden.worker.server;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.mlops.v1.RunState;
import chatwarden.mlops.v1.StepRun;
import chatwarden.mlops.v1.StepState;
import chatwarden.store.pipeline.StepLease;
import chatwarden.worker.step.StepAttempt;
import chatwarden.worker.step.StepBench;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Takes steps that can begin, and runs each on a platform thread of its own. {@link #take} is
 * called by one thread.
 */
final class Worker {

  private static final Set<StepState> FINISHED =
      EnumSet.of(StepState.STEP_DONE, StepState.STEP_REUSED);
  private static final Set<StepState> TO_TAKE =
      EnumSet.of(StepState.STEP_WAITING, StepState.STEP_RUNNING);

  private final StepBench bench;
  private final int parallel;
  private final Map<StepAttempt, Thread> running = new ConcurrentHashMap<>();
  private final Set<String> own = ConcurrentHashMap.newKeySet();

  Worker(StepBench bench, int parallel) {
    this.bench = bench;
    this.parallel = parallel;
  }

  /** Takes as many steps as there is room for. */
  void take() {
    if (running.size() >= parallel) {
      return;
    }
    for (PipelineRun run : bench.queue().open()) {
      if (run.getState() == RunState.RUN_RUNNING && !run.getCancelRequested()) {
        take(run);
      }
    }
  }

  private void take(PipelineRun run) {
    Map<String, StepState> states =
        run.getStepsList().stream()
            .collect(Collectors.toMap(step -> step.getStep().getName(), StepRun::getState));
    for (StepRun each : run.getStepsList()) {
      PipelineStep step = each.getStep();
      boolean ready =
          TO_TAKE.contains(each.getState())
              && step.getNeedsList().stream().allMatch(need -> isFinished(states, need));
      if (ready && running.size() < parallel && own.add(key(run, step))) {
        claim(run, step);
      }
    }
  }

  private static boolean isFinished(Map<String, StepState> states, String step) {
    return FINISHED.contains(states.getOrDefault(step, StepState.STEP_STATE_UNSPECIFIED));
  }

  private static String key(PipelineRun run, PipelineStep step) {
    return run.getId() + "/" + step.getName();
  }

  private void claim(PipelineRun run, PipelineStep step) {
    boolean begun = false;
    try {
      Instant asked = bench.clock().instant();
      Optional<StepLease> lease =
          bench
              .queue()
              .claim(run, step.getName(), bench.settings().worker(), bench.settings().lease());
      if (lease.isPresent()) {
        begin(run, step, new StepAttempt(run, step, lease.get(), bench, asked));
        begun = true;
      }
    } finally {
      if (!begun) {
        own.remove(key(run, step));
      }
    }
  }

  private void begin(PipelineRun run, PipelineStep step, StepAttempt attempt) {
    Thread thread =
        Thread.ofPlatform()
            .name("step-" + step.getName())
            .daemon()
            .unstarted(
                () -> {
                  try {
                    attempt.run();
                  } finally {
                    running.remove(attempt);
                    own.remove(key(run, step));
                  }
                });
    running.put(attempt, thread);
    thread.start();
  }

  /** Kills the commands under way and gives their steps back, within a time limit. */
  void release(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    running.keySet().forEach(StepAttempt::stop);
    for (Thread thread : running.values()) {
      thread.join(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1)));
    }
  }

  /** Kills the commands under way; their steps are taken over when the leases have run out. */
  void abandon() {
    running.values().forEach(Thread::interrupt);
  }
}
