package chatwarden.store.pipeline;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.StepResult;
import chatwarden.mlops.v1.StepRun;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The steps of runs in Redis. Safe for use by many threads. */
public final class RedisStepQueue implements StepQueue {

  /** How many holders of a step may be gone before it fails: a command may kill its worker. */
  private static final int MOST_LOST = 5;

  private static final String SCHEDULE = "schedule";

  private final SharedConnection redis;

  /** A queue on {@code redis}. */
  public RedisStepQueue(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public void publish(List<Pipeline> pipelines) {
    ScriptCall call = new ScriptCall(Script.PUBLISH_PIPELINES).key(PipelineKeys.PIPELINES);
    pipelines.forEach(each -> call.argument(each.getName()).argument(each.toByteArray()));
    redis.runForNumber(call);
  }

  @Override
  public Instant lastFiring(String pipeline, Instant now) {
    redis.ask(
        commands ->
            commands.hsetnx(
                PipelineKeys.FIRED, pipeline, bytes(Long.toString(now.toEpochMilli()))));
    byte[] last = redis.ask(commands -> commands.hget(PipelineKeys.FIRED, pipeline));
    return last == null ? now : Instant.ofEpochMilli(Long.parseLong(text(last)));
  }

  @Override
  public boolean fire(Pipeline pipeline, Instant due) {
    PipelineRun run = RunStart.of(pipeline, RunStart.id(pipeline, due, ""), Map.of(), SCHEDULE);
    return redis.runForNumber(RunStart.call(run, Long.toString(due.toEpochMilli()))) == 1;
  }

  @Override
  public List<PipelineRun> open() {
    List<PipelineRun> runs = new ArrayList<>();
    for (byte[] member : redis.ask(commands -> commands.zrange(PipelineKeys.OPEN, 0, -1))) {
      String id = text(member);
      redis.runForNumber(RedisRunStore.changeCall(id, "settle", ""));
      RunHash.read(redis.ask(commands -> commands.hgetall(PipelineKeys.run(id))))
          .ifPresent(runs::add);
    }
    return runs;
  }

  @Override
  public Optional<StepLease> claim(PipelineRun run, String step, String worker, Duration ttl) {
    StepResult gone =
        StepResult.newBuilder()
            .setExitStatus(-1)
            .setMessage("%d workers went away while they ran it".formatted(MOST_LOST + 1))
            .build();
    ScriptCall call =
        new ScriptCall(Script.CLAIM_STEP)
            .key(PipelineKeys.run(run.getId()))
            .key(PipelineKeys.OPEN)
            .key(PipelineKeys.log(run.getId(), step))
            .argument(step)
            .argument(worker)
            .argument(UUID.randomUUID().toString())
            .argument(ttl.toMillis())
            .argument(MOST_LOST)
            .argument(gone.toByteArray());
    List<Long> answer = RedisFaults.await(redis.<List<Long>>run(call, ScriptOutputType.MULTI));
    return answer.getFirst() == 0
        ? Optional.empty()
        : Optional.of(
            new RedisStepLease(
                redis,
                run.getId(),
                step,
                ttl,
                answer.get(0),
                answer.get(1).intValue(),
                answer.get(2).intValue()));
  }

  @Override
  public Optional<StepResult> done(String fingerprint) {
    byte[] place = redis.ask(commands -> commands.hget(PipelineKeys.DONE, fingerprint));
    if (place == null) {
      return Optional.empty();
    }
    String[] names = text(place).split("/", 2);
    return RunHash.read(redis.ask(commands -> commands.hgetall(PipelineKeys.run(names[0]))))
        .flatMap(
            run ->
                run.getStepsList().stream()
                    .filter(step -> step.getStep().getName().equals(names[1]))
                    .map(StepRun::getResult)
                    .filter(result -> result.getFingerprint().equals(fingerprint))
                    .map(result -> result.toBuilder().setReusedRun(names[0]).build())
                    .findFirst());
  }

  @Override
  public List<String> dropBeyond(int keep) {
    List<String> dropped = new ArrayList<>();
    for (byte[] member : redis.ask(commands -> commands.zrange(PipelineKeys.RUNS, 0, -1L - keep))) {
      String id = text(member);
      if (drop(id)) {
        dropped.add(id);
      }
    }
    return dropped;
  }

  private boolean drop(String id) {
    ScriptCall call =
        new ScriptCall(Script.DROP_RUN)
            .key(PipelineKeys.run(id))
            .key(PipelineKeys.OPEN)
            .key(PipelineKeys.RUNS)
            .key(PipelineKeys.DONE)
            .argument(id);
    Set<String> fingerprints = new HashSet<>();
    RunHash.read(redis.ask(commands -> commands.hgetall(PipelineKeys.run(id))))
        .ifPresent(
            run ->
                run.getStepsList()
                    .forEach(
                        step -> {
                          call.key(PipelineKeys.log(id, step.getStep().getName()));
                          fingerprints.add(step.getResult().getFingerprint());
                        }));
    fingerprints.stream().filter(each -> !each.isEmpty()).forEach(call::argument);
    return redis.runForNumber(call) == 1;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
