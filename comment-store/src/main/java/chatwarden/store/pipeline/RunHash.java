package chatwarden.store.pipeline;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.RunState;
import chatwarden.mlops.v1.StepResult;
import chatwarden.mlops.v1.StepRun;
import chatwarden.mlops.v1.StepState;
import chatwarden.store.redis.StoredTime;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A run as the fields of its hash: a PipelineRun as it began, and the changing parts beside it. */
final class RunHash {

  private final Map<String, byte[]> fields;

  private RunHash(Map<String, byte[]> fields) {
    this.fields = fields;
  }

  /** Returns the run; empty where the hash has none. */
  static Optional<PipelineRun> read(Map<String, byte[]> fields) {
    byte[] proto = fields.get("proto");
    if (proto == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RunHash(fields).run(PipelineRun.parseFrom(proto)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a run in the store is not a PipelineRun (a bug)", e);
    }
  }

  private PipelineRun run(PipelineRun begun) throws InvalidProtocolBufferException {
    PipelineRun.Builder run =
        begun.toBuilder()
            .setState(RunState.valueOf(word("state")))
            .setCancelRequested(fields.containsKey("cancel"))
            .setCreateTime(StoredTime.ofMillis(Long.parseLong(word("createMillis"))))
            .clearSteps();
    if (fields.containsKey("endMillis")) {
      run.setEndTime(StoredTime.ofMillis(Long.parseLong(word("endMillis"))));
    }
    for (StepRun step : begun.getStepsList()) {
      run.addSteps(step(step));
    }
    return run.build();
  }

  private StepRun step(StepRun begun) throws InvalidProtocolBufferException {
    String at = begun.getStep().getName() + ":";
    StepRun.Builder step =
        begun.toBuilder()
            .setState(StepState.valueOf(word(at + "state")))
            .setAttempt(Integer.parseInt("0" + word(at + "attempt")))
            .setWorker(word(at + "worker"));
    if (fields.containsKey(at + "startMillis")) {
      step.setStartTime(StoredTime.ofMillis(Long.parseLong(word(at + "startMillis"))));
    }
    if (fields.containsKey(at + "endMillis")) {
      step.setEndTime(StoredTime.ofMillis(Long.parseLong(word(at + "endMillis"))));
    }
    byte[] result = fields.get(at + "result");
    if (result != null) {
      step.setResult(StepResult.parseFrom(result));
    }
    return step.build();
  }

  private String word(String field) {
    byte[] value = fields.get(field);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}
