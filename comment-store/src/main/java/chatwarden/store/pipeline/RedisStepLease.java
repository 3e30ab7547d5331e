package chatwarden.store.pipeline;

import chatwarden.mlops.v1.StepResult;
import chatwarden.mlops.v1.StepState;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import java.time.Duration;

/** A lease of a step in Redis. */
final class RedisStepLease implements StepLease {

  private final SharedConnection redis;
  private final String run;
  private final String step;
  private final Duration ttl;
  private final long fence;
  private final int attempt;
  private final int failures;

  RedisStepLease(
      SharedConnection redis,
      String run,
      String step,
      Duration ttl,
      long fence,
      int attempt,
      int failures) {
    this.redis = redis;
    this.run = run;
    this.step = step;
    this.ttl = ttl;
    this.fence = fence;
    this.attempt = attempt;
    this.failures = failures;
  }

  @Override
  public long fence() {
    return fence;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public int failures() {
    return failures;
  }

  @Override
  public Renewal renew() {
    long answer = redis.runForNumber(call("renew").argument(ttl.toMillis()));
    return answer == 0 ? Renewal.LOST : answer == 2 ? Renewal.CANCELLED : Renewal.HELD;
  }

  @Override
  public void log(byte[] tail, long skipped) {
    redis.runForNumber(call("log").argument(tail).argument(skipped));
  }

  @Override
  public boolean done(StepResult result, boolean reusable) {
    return finish(
        StepState.STEP_DONE, result, Duration.ZERO, reusable ? result.getFingerprint() : "");
  }

  @Override
  public boolean reused(StepResult result) {
    return finish(StepState.STEP_REUSED, result, Duration.ZERO, result.getFingerprint());
  }

  @Override
  public boolean retryLater(StepResult result, Duration pause) {
    return finish(StepState.STEP_WAITING, result, pause, "");
  }

  @Override
  public boolean failed(StepResult result) {
    return finish(StepState.STEP_FAILED, result, Duration.ZERO, "");
  }

  @Override
  public boolean cancelled(StepResult result) {
    return finish(StepState.STEP_CANCELLED, result, Duration.ZERO, "");
  }

  private boolean finish(StepState state, StepResult result, Duration pause, String fingerprint) {
    ScriptCall call =
        call("finish")
            .argument(state.name())
            .argument(result.toByteArray())
            .argument(pause.toMillis())
            .argument(fingerprint)
            .argument(run + "/" + step);
    return redis.runForNumber(call) == 1;
  }

  @Override
  public void release() {
    redis.runForNumber(call("release"));
  }

  private ScriptCall call(String action) {
    return new ScriptCall(Script.USE_STEP)
        .key(PipelineKeys.run(run))
        .key(PipelineKeys.OPEN)
        .key(PipelineKeys.log(run, step))
        .key(PipelineKeys.DONE)
        .argument(step)
        .argument(fence)
        .argument(action);
  }
}
