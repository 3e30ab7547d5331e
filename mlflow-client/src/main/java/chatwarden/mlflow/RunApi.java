package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs. MLflow has no key by which a repeated call creates a run once, so callers tag each run with
 * a key of their own and search for it first.
 */
public final class RunApi {

  private static final String METHODS = MlflowClient.API + "runs/";
  private static final int PAGE = 1_000;

  private final MlflowHttp http;

  RunApi(MlflowHttp http) {
    this.http = http;
  }

  /** Returns the runs of an experiment whose tag has a value. */
  public List<StoredRun> tagged(String experiment, String tag, String value) {
    List<StoredRun> runs = new ArrayList<>();
    String page = "";
    do {
      ObjectNode body = MlflowHttp.JSON.createObjectNode();
      body.putArray("experiment_ids").add(experiment);
      body.put("filter", "tags.`%s` = '%s'".formatted(tag, value.replace("'", "")));
      body.put("max_results", PAGE);
      if (!page.isEmpty()) {
        body.put("page_token", page);
      }
      JsonNode answer = http.idempotent("POST", METHODS + "search", body);
      answer.path("runs").forEach(run -> runs.add(StoredRun.read(run)));
      page = answer.path("next_page_token").asText("");
    } while (!page.isEmpty());
    return runs;
  }

  /** Returns a run. */
  public StoredRun get(String run) {
    return StoredRun.read(http.get(METHODS + "get", Map.of("run_id", run)).path("run"));
  }

  /**
   * Creates a run. A second call creates a second one.
   *
   * @param started in milliseconds since 1970
   */
  public StoredRun create(String experiment, String name, long started, Map<String, String> tags) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode();
    body.put("experiment_id", experiment).put("run_name", name).put("start_time", started);
    body.set("tags", Tags.all(tags, MlflowLimits.TAG));
    return StoredRun.read(http.once(METHODS + "create", body).path("run"));
  }

  /** Notes the data that a run reads. */
  public void logInputs(String run, List<DatasetInput> inputs) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode().put("run_id", run);
    ArrayNode datasets = body.putArray("datasets");
    inputs.forEach(input -> datasets.add(input.json()));
    http.idempotent("POST", METHODS + "log-inputs", body);
  }

  /** Notes parameters and metrics, in as many batches as it takes. */
  public void log(String run, Map<String, String> parameters, List<Metric> metrics) {
    log(run, parameters, metrics, Optional.empty());
  }

  /** Notes metrics of a model on a dataset; they are shown with both. */
  public void log(String run, List<Metric> metrics, String model, DatasetInput dataset) {
    log(run, Map.of(), metrics, Optional.of(new Measured(model, dataset)));
  }

  private record Measured(String model, DatasetInput dataset) {}

  private void log(
      String run,
      Map<String, String> parameters,
      List<Metric> metrics,
      Optional<Measured> measured) {
    List<String> names = List.copyOf(parameters.keySet());
    for (int from = 0; from < names.size(); from += MlflowLimits.OTHERS_IN_BATCH) {
      Map<String, String> part = new LinkedHashMap<>();
      names
          .subList(from, Math.min(names.size(), from + MlflowLimits.OTHERS_IN_BATCH))
          .forEach(name -> part.put(name, parameters.getOrDefault(name, "")));
      ObjectNode body = MlflowHttp.JSON.createObjectNode().put("run_id", run);
      body.set("params", Tags.all(part, MlflowLimits.PARAMETER));
      http.idempotent("POST", METHODS + "log-batch", body);
    }
    for (int from = 0; from < metrics.size(); from += MlflowLimits.METRICS_IN_BATCH) {
      ObjectNode body = MlflowHttp.JSON.createObjectNode().put("run_id", run);
      ArrayNode batch = body.putArray("metrics");
      metrics
          .subList(from, Math.min(metrics.size(), from + MlflowLimits.METRICS_IN_BATCH))
          .forEach(metric -> batch.add(json(metric, measured)));
      http.idempotent("POST", METHODS + "log-batch", body);
    }
  }

  private static ObjectNode json(Metric metric, Optional<Measured> measured) {
    ObjectNode json = MlflowHttp.JSON.createObjectNode();
    json.put("key", metric.key()).put("timestamp", metric.time()).put("step", metric.step());
    if (Double.isFinite(metric.value())) {
      json.put("value", metric.value());
    } else {
      json.put("value", Double.toString(metric.value())); // A bare NaN would drop all that follows.
    }
    measured.ifPresent(
        of -> {
          json.put("model_id", of.model());
          json.put("dataset_name", of.dataset().name());
          json.put("dataset_digest", of.dataset().digest());
        });
    return json;
  }

  /** Sets a tag. */
  public void tag(String run, String key, String value) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode().put("run_id", run);
    body.put("key", key).put("value", MlflowLimits.fitted(value, MlflowLimits.TAG));
    http.idempotent("POST", METHODS + "set-tag", body);
  }

  /** Notes that a run logged a model; refused where it is noted already. */
  public void logOutput(String run, String model) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode().put("run_id", run);
    body.putArray("models").addObject().put("model_id", model).put("step", 0);
    http.once(METHODS + "outputs", body);
  }

  /**
   * Ends a run.
   *
   * @param ended in milliseconds since 1970
   */
  public void end(String run, RunState state, long ended) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode().put("run_id", run);
    body.put("status", state.name()).put("end_time", ended);
    http.idempotent("POST", METHODS + "update", body);
  }
}
