package chatwarden.mlops.study;

import chatwarden.mlops.search.SearchSpace;
import chatwarden.mlops.search.TrialState;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Makes the operations of one worker, with the keys that Optuna 5.0 demands. */
final class OperationWriter {
  /** Microseconds, and an offset in digits: Python before 3.11 does not read a Z. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  private static final int MINIMIZE = 1;

  private final WorkerId worker;

  OperationWriter(WorkerId worker) {
    this.worker = worker;
  }

  /** Returns the operations that make a study. */
  List<ObjectNode> study(int id, StudyKey key) {
    ObjectNode create = operation(Operation.CREATE_STUDY).put("study_name", key.name());
    create.putArray("directions").add(MINIMIZE);
    ObjectNode metric = operation(Operation.SET_STUDY_SYSTEM_ATTRIBUTE).put("study_id", id);
    metric.putObject("system_attr").putArray("study:metric_names").add(key.metric());
    return List.of(create, studyAttribute(id, Study.FINGERPRINT, key.fingerprint()), metric);
  }

  ObjectNode studyAttribute(int study, String name, String value) {
    ObjectNode attribute = operation(Operation.SET_STUDY_USER_ATTRIBUTE).put("study_id", study);
    attribute.putObject("user_attr").put(name, value);
    return attribute;
  }

  ObjectNode studyAttribute(int study, String name, int value) {
    ObjectNode attribute = operation(Operation.SET_STUDY_USER_ATTRIBUTE).put("study_id", study);
    attribute.putObject("user_attr").put(name, value);
    return attribute;
  }

  /** Returns the operations that begin a trial. */
  List<ObjectNode> begin(
      int study, int trial, SearchSpace space, SortedMap<String, Double> parameters, Instant now) {
    List<ObjectNode> operations = new ArrayList<>();
    operations.add(
        operation(Operation.CREATE_TRIAL)
            .put("study_id", study)
            .put("datetime_start", TIME.format(now)));
    for (SearchSpace.Parameter parameter : space.parameters()) {
      Double value = parameters.get(parameter.name());
      if (value == null) {
        throw new IllegalArgumentException(
            "parameters: without " + parameter.name() + " (expected: all of the space)");
      }
      operations.add(
          operation(Operation.SET_PARAMETER)
              .put("trial_id", trial)
              .put("param_name", parameter.name())
              .put("param_value_internal", Distribution.internal(parameter, value))
              .put("distribution", Distribution.of(parameter)));
    }
    return operations;
  }

  /** Returns the operations that report the loss after a fold, and the marks of a pruner. */
  List<ObjectNode> report(int trial, int step, double loss, Map<String, Double> marks) {
    List<ObjectNode> operations = new ArrayList<>();
    operations.add(
        operation(Operation.SET_INTERMEDIATE)
            .put("trial_id", trial)
            .put("step", step)
            .put("intermediate_value", loss));
    marks.forEach(
        (name, value) -> {
          ObjectNode mark = operation(Operation.SET_SYSTEM_ATTRIBUTE).put("trial_id", trial);
          mark.putObject("system_attr").put(name, value);
          operations.add(mark);
        });
    return operations;
  }

  /** Returns the operation that ends a trial with a loss. */
  ObjectNode end(int trial, TrialState state, double loss, Instant now) {
    ObjectNode end = state(trial, state, now);
    end.putArray("values").add(loss);
    return end;
  }

  /** Returns the operations that end a trial without a loss. */
  List<ObjectNode> fail(int trial, String reason, Instant now) {
    ObjectNode why = operation(Operation.SET_USER_ATTRIBUTE).put("trial_id", trial);
    why.putObject("user_attr").put(TrialEntry.FAILURE, reason);
    return List.of(why, state(trial, TrialState.FAILED, now).putNull("values"));
  }

  private ObjectNode state(int trial, TrialState state, Instant now) {
    return operation(Operation.SET_STATE)
        .put("trial_id", trial)
        .put("state", Operation.number(state))
        .put("datetime_complete", TIME.format(now));
  }

  private ObjectNode operation(Operation operation) {
    return JournalFile.object()
        .put("op_code", operation.code())
        .put("worker_id", worker.toString());
  }
}
