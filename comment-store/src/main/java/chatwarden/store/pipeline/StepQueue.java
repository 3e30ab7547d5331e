package chatwarden.store.pipeline;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.StepResult;
import chatwarden.runtime.error.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The steps that wait for workers. Safe for use by many threads and many processes; every method
 * blocks for at most the command timeout and fails with {@link FaultCode#UNAVAILABLE} while the
 * store is away.
 */
public interface StepQueue {

  /** Replaces the pipelines that can be run. */
  void publish(List<Pipeline> pipelines);

  /**
   * Returns when the schedule of a pipeline was last looked at: the last firing, or, for a pipeline
   * that is new, {@code now}, which is noted.
   */
  Instant lastFiring(String pipeline, Instant now);

  /**
   * Begins the run of a firing, at most once over all workers.
   *
   * @return whether this call began it; false when another did, or a run of the pipeline goes on
   */
  boolean fire(Pipeline pipeline, Instant due);

  /** Returns the runs that go on, the oldest first, after ending those that cannot. */
  List<PipelineRun> open();

  /**
   * Takes a step of a run that waits, or whose holder is gone. The steps that it needs have to be
   * done.
   *
   * @param worker who takes it, for people to read
   * @param ttl how long it is held without {@link StepLease#renew}
   */
  Optional<StepLease> claim(PipelineRun run, String step, String worker, Duration ttl);

  /**
   * Returns the result of a step that was done under a fingerprint, in the run that the result
   * names as {@code reused_run}.
   */
  Optional<StepResult> done(String fingerprint);

  /**
   * Forgets the oldest runs that are over.
   *
   * @param keep how many runs may stay
   * @return the ids of those that were forgotten
   */
  List<String> dropBeyond(int keep);
}
