package chatwarden.mlflow;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Experiments, by their names. */
public final class ExperimentApi {

  private static final String METHODS = MlflowClient.API + "experiments/";

  private final MlflowHttp http;

  ExperimentApi(MlflowHttp http) {
    this.http = http;
  }

  /**
   * Returns the id of an experiment, which is made where it is missing and restored where it was
   * deleted.
   *
   * @param name at most 500 characters
   */
  public String obtain(String name) {
    try {
      return find(name);
    } catch (ChatwardenException e) {
      FaultCode.NOT_FOUND.orThrow(e);
    }
    try {
      ObjectNode body = MlflowHttp.JSON.createObjectNode().put("name", name);
      return http.once(METHODS + "create", body).path("experiment_id").asText();
    } catch (ChatwardenException e) {
      FaultCode.ALREADY_EXISTS.orThrow(e); // Another process made it meanwhile.
      return find(name);
    }
  }

  private String find(String name) {
    JsonNode found =
        http.get(METHODS + "get-by-name", Map.of("experiment_name", name)).path("experiment");
    String id = found.path("experiment_id").asText();
    if (found.path("lifecycle_stage").asText().equals("deleted")) {
      http.idempotent(
          "POST", METHODS + "restore", MlflowHttp.JSON.createObjectNode().put("experiment_id", id));
    }
    return id;
  }
}
