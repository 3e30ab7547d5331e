package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** Models that runs log, with their files: the page where MLflow 3 shows figures. */
public final class LoggedModelApi {

  private static final String METHODS = MlflowClient.API + "logged-models";
  private static final String TYPE = "chatwarden";

  private final MlflowHttp http;

  LoggedModelApi(MlflowHttp http) {
    this.http = http;
  }

  /** Returns the model of an experiment whose tag has a value. */
  public Optional<LoggedModel> tagged(String experiment, String tag, String value) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode();
    body.putArray("experiment_ids").add(experiment);
    body.put("filter", "tags.`%s` = '%s'".formatted(tag, value.replace("'", "")));
    body.put("max_results", 1);
    JsonNode models = http.idempotent("POST", METHODS + "/search", body).path("models");
    return models.isEmpty() ? Optional.empty() : Optional.of(LoggedModel.read(models.get(0)));
  }

  /** Creates a model whose files are still to come. A second call creates a second one. */
  public LoggedModel create(
      String experiment,
      String run,
      String name,
      Map<String, String> parameters,
      Map<String, String> tags) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode();
    body.put("experiment_id", experiment).put("name", name).put("model_type", TYPE);
    body.put("source_run_id", run);
    body.set("params", Tags.all(parameters, MlflowLimits.PARAMETER));
    body.set("tags", Tags.all(tags, MlflowLimits.TAG));
    return LoggedModel.read(http.once(METHODS, body).path("model"));
  }

  /** Notes that all files of a model are there. */
  public void finish(String model) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode();
    body.put("model_id", model).put("status", "LOGGED_MODEL_READY");
    http.idempotent("PATCH", METHODS + "/" + model, body);
  }
}
