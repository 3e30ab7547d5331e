package chatwarden.store.pipeline;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.mlops.v1.StepRun;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the first record of a run, and the call that stores it. */
final class RunStart {

  static final int LOG_LENGTH = 100_000;
  private static final int MAX_VALUE = 1_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private RunStart() {}

  /** Returns an id with the name of the pipeline and a time. */
  static String id(Pipeline pipeline, Instant time, String more) {
    return pipeline.getName() + "-" + TIME.format(time) + more;
  }

  /**
   * Returns a run that has not begun.
   *
   * @throws InvalidInputException naming a parameter
   */
  static PipelineRun of(
      Pipeline pipeline, String id, Map<String, String> parameters, String caller) {
    PipelineRun.Builder run =
        PipelineRun.newBuilder()
            .setId(id)
            .setPipeline(pipeline.getName())
            .setCaller(caller)
            .putAllParameters(pipeline.getParametersMap());
    parameters.forEach(
        (name, value) -> {
          if (!pipeline.containsParameters(name)) {
            throw InvalidInputException.of(
                "parameters",
                "%s (expected: one of %s)"
                    .formatted(
                        name,
                        pipeline.getParametersMap().keySet().stream()
                            .sorted()
                            .collect(Collectors.joining(", "))));
          }
          checkValue(name, value);
          run.putParameters(name, value);
        });
    for (PipelineStep step : pipeline.getStepsList()) {
      run.addSteps(StepRun.newBuilder().setStep(step));
    }
    return run.build();
  }

  private static void checkValue(String name, String value) {
    if (value.codePointCount(0, value.length()) > MAX_VALUE
        || value.chars().anyMatch(Character::isISOControl)) {
      throw InvalidInputException.of(
          "parameters",
          "%s (expected: at most %,d characters, none of them a control character)"
              .formatted(name, MAX_VALUE));
    }
  }

  /**
   * Returns the call that stores the run.
   *
   * @param due the ms of the firing; empty where a caller begins it
   */
  static ScriptCall call(PipelineRun run, String due) {
    return new ScriptCall(Script.START_RUN)
        .key(PipelineKeys.run(run.getId()))
        .key(PipelineKeys.OPEN)
        .key(PipelineKeys.RUNS)
        .key(PipelineKeys.NEWEST)
        .key(PipelineKeys.ACTIONS)
        .key(PipelineKeys.FIRED)
        .argument(run.getId())
        .argument(run.getPipeline())
        .argument(
            run.getStepsList().stream()
                .map(step -> step.getStep().getName())
                .collect(Collectors.joining(" ")))
        .argument(run.toByteArray())
        .argument(run.getCaller())
        .argument(LOG_LENGTH)
        .argument(due);
  }

  static RuntimeException goesOn(String pipeline) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "PIPELINE_RUNS", "another run of pipeline " + pipeline + " goes on; cancel it or wait");
  }
}
