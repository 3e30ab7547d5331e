package chatwarden.mlops.study;

import chatwarden.mlops.search.TrialState;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The studies and trials of a journal, from its operations in their order. Ids are not in the
 * journal: they count the operations that made something, those that were ignored aside, as Optuna
 * 5.0 counts them. Not safe for use by threads.
 */
final class JournalReplay {
  private final Map<Integer, StudyEntry> studies = new HashMap<>();
  private final List<TrialEntry> trials = new ArrayList<>();
  private int studiesMade;

  /** Returns the study of a name. */
  Optional<StudyEntry> study(String name) {
    return studies.values().stream().filter(study -> study.name().equals(name)).findFirst();
  }

  int nextStudy() {
    return studiesMade;
  }

  int nextTrial() {
    return trials.size();
  }

  /** Applies one operation; one that Optuna ignores changes nothing. */
  void apply(JsonNode operation) throws JsonProcessingException {
    switch (Operation.of(operation)) {
      case CREATE_STUDY -> createStudy(operation.path("study_name").asText());
      case DELETE_STUDY -> studies.remove(operation.path("study_id").asInt(-1));
      case SET_STUDY_USER_ATTRIBUTE -> setStudyAttribute(operation);
      case CREATE_TRIAL -> createTrial(operation);
      case SET_PARAMETER, SET_STATE, SET_INTERMEDIATE, SET_USER_ATTRIBUTE ->
          change(operation.path("trial_id").asInt(-1), operation);
      case SET_STUDY_SYSTEM_ATTRIBUTE, SET_SYSTEM_ATTRIBUTE, DISCARD_TRIALS -> {}
    }
  }

  private void createStudy(String name) {
    if (study(name).isEmpty()) {
      studies.put(studiesMade, new StudyEntry(studiesMade, name));
      studiesMade++;
    }
  }

  private void setStudyAttribute(JsonNode operation) {
    StudyEntry study = studies.get(operation.path("study_id").asInt(-1));
    if (study != null) {
      operation
          .path("user_attr")
          .properties()
          .forEach(each -> study.attributes().put(each.getKey(), each.getValue().asText()));
    }
  }

  private void createTrial(JsonNode operation) throws JsonProcessingException {
    StudyEntry study = studies.get(operation.path("study_id").asInt(-1));
    if (study == null) {
      return;
    }
    TrialEntry trial =
        new TrialEntry(trials.size(), study.trials().size(), operation.path("worker_id").asText());
    trials.add(trial);
    study.trials().add(trial);
    trial.start(instant(operation.path("datetime_start")));
    for (Map.Entry<String, JsonNode> each : operation.path("params").properties()) {
      String distribution = operation.path("distributions").path(each.getKey()).asText();
      trial.set(each.getKey(), Distribution.external(distribution, number(each.getValue())));
    }
    operation
        .path("intermediate_values")
        .properties()
        .forEach(each -> trial.report(Integer.parseInt(each.getKey()), number(each.getValue())));
    operation
        .path("user_attrs")
        .properties()
        .forEach(each -> trial.mark(each.getKey(), each.getValue()));
    if (operation.hasNonNull("value")) {
      trial.value(number(operation.path("value")));
    }
    if (operation.hasNonNull("state")) {
      TrialState state = Operation.state(operation.path("state").asInt());
      trial.move(state, instant(operation.path("datetime_complete")));
    }
  }

  private void change(int id, JsonNode operation) throws JsonProcessingException {
    if (id < 0 || id >= trials.size() || trials.get(id).finished()) {
      return;
    }
    TrialEntry trial = trials.get(id);
    if (operation.has("param_name")) {
      double internal = number(operation.path("param_value_internal"));
      trial.set(
          operation.path("param_name").asText(),
          Distribution.external(operation.path("distribution").asText(), internal));
    } else if (operation.has("state")) {
      setState(trial, operation);
    } else if (operation.has("step")) {
      trial.report(operation.path("step").asInt(), number(operation.path("intermediate_value")));
    } else {
      operation
          .path("user_attr")
          .properties()
          .forEach(each -> trial.mark(each.getKey(), each.getValue()));
    }
  }

  private static void setState(TrialEntry trial, JsonNode operation) {
    TrialState state = Operation.state(operation.path("state").asInt());
    if (state == TrialState.RUNNING && trial.state() == TrialState.RUNNING) {
      return;
    }
    if (operation.hasNonNull("values")) {
      trial.value(number(operation.path("values").path(0)));
    }
    String time = state == TrialState.RUNNING ? "datetime_start" : "datetime_complete";
    trial.move(state, instant(operation.path(time)));
  }

  private static double number(JsonNode value) {
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }

  /** Returns the time; null for none, or one without an offset, which names no instant. */
  private static @Nullable Instant instant(JsonNode time) {
    try {
      return time.isTextual() ? OffsetDateTime.parse(time.asText()).toInstant() : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
