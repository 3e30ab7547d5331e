package chatwarden.mlops.study;

import chatwarden.mlops.search.TrialState;
import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The operations of a journal; the place of each is its {@code op_code}, as in Optuna 5.0. */
enum Operation {
  CREATE_STUDY,
  DELETE_STUDY,
  SET_STUDY_USER_ATTRIBUTE,
  SET_STUDY_SYSTEM_ATTRIBUTE,
  CREATE_TRIAL,
  SET_PARAMETER,
  SET_STATE,
  SET_INTERMEDIATE,
  SET_USER_ATTRIBUTE,
  SET_SYSTEM_ATTRIBUTE,
  DISCARD_TRIALS;

  /** The states of trials, by their numbers. */
  private static final List<TrialState> STATES =
      List.of(
          TrialState.RUNNING,
          TrialState.COMPLETE,
          TrialState.PRUNED,
          TrialState.FAILED,
          TrialState.WAITING);

  static Operation of(JsonNode operation) {
    int code = operation.path("op_code").asInt();
    if (code < 0 || code >= values().length) {
      throw InvalidInputException.of(
          "--journal", "op_code: " + code + " (expected: 0 to 10, a journal of Optuna 5)");
    }
    return values()[code];
  }

  int code() {
    return ordinal();
  }

  static TrialState state(int number) {
    if (number < 0 || number >= STATES.size()) {
      throw InvalidInputException.of("--journal", "state: " + number + " (expected: 0 to 4)");
    }
    return STATES.get(number);
  }

  static int number(TrialState state) {
    return STATES.indexOf(state);
  }
}
