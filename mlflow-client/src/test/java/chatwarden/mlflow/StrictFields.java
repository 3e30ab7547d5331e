package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** The fields of each method of a {@link StrictMlflow}, and the limits of their values. */
final class StrictFields {

  private static final Map<String, Set<String>> FIELDS =
      Map.ofEntries(
          Map.entry("POST experiments/create", Set.of("name", "tags")),
          Map.entry(
              "POST runs/search", Set.of("experiment_ids", "filter", "max_results", "page_token")),
          Map.entry("POST runs/create", Set.of("experiment_id", "run_name", "start_time", "tags")),
          Map.entry("POST runs/log-inputs", Set.of("run_id", "datasets")),
          Map.entry("POST runs/log-batch", Set.of("run_id", "params", "metrics", "tags")),
          Map.entry("POST runs/set-tag", Set.of("run_id", "key", "value")),
          Map.entry("POST runs/update", Set.of("run_id", "status", "end_time")),
          Map.entry("POST runs/outputs", Set.of("run_id", "models")),
          Map.entry("POST logged-models/search", Set.of("experiment_ids", "filter", "max_results")),
          Map.entry(
              "POST logged-models",
              Set.of("experiment_id", "name", "model_type", "source_run_id", "params", "tags")),
          Map.entry("POST registered-models/create", Set.of("name", "tags")),
          Map.entry("POST registered-models/alias", Set.of("name", "alias", "version")),
          Map.entry(
              "POST model-versions/create", Set.of("name", "source", "run_id", "model_id", "tags")),
          Map.entry("POST model-versions/set-tag", Set.of("name", "version", "key", "value")));

  private static final Set<String> STATES = Set.of("RUNNING", "FINISHED", "FAILED", "KILLED");
  private static final Set<String> NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private StrictFields() {}

  /** Refuses a body that MLflow would take in part. */
  static void check(String call, JsonNode body) {
    Set<String> known = FIELDS.get(call);
    if (known != null) {
      body.fieldNames()
          .forEachRemaining(name -> require(known.contains(name), call + " has no " + name));
    }
    int entries = body.path("params").size() + body.path("metrics").size();
    require(body.path("metrics").size() <= 1_000, "more than 1000 metrics");
    require(body.path("params").size() <= 100 || !call.contains("batch"), "more than 100 params");
    require(entries <= 1_000, "more than 1000 entries");
    body.path("params").forEach(entry -> text(entry, 6_000));
    body.path("tags").forEach(entry -> text(entry, call.contains("version") ? 100_000 : 8_000));
    body.path("metrics").forEach(StrictFields::metric);
    body.path("datasets").forEach(StrictFields::dataset);
    require(
        !body.has("status")
            || call.startsWith("PATCH")
            || STATES.contains(body.path("status").asText()),
        "status: " + body.path("status"));
    for (String time : Set.of("start_time", "end_time")) {
      require(!body.has(time) || body.path(time).isIntegralNumber(), time + " is not an integer");
    }
  }

  private static void text(JsonNode entry, int length) {
    require(entry.path("key").isTextual() && entry.path("value").isTextual(), "not a text");
    require(entry.path("key").asText().length() <= 250, "a long key");
    require(entry.path("value").asText().length() <= length, "a value that would be cut");
  }

  private static void metric(JsonNode metric) {
    require(metric.path("key").isTextual(), "a metric without a key");
    require(metric.path("timestamp").isIntegralNumber(), "timestamp is not an integer");
    require(metric.path("step").isIntegralNumber(), "step is not an integer");
    JsonNode value = metric.path("value");
    require(value.isNumber() || NUMBERS.contains(value.asText()), "value: " + value);
  }

  private static void dataset(JsonNode input) {
    require(input.path("dataset").path("digest").asText().length() <= 36, "a long digest");
    require(input.path("dataset").path("name").isTextual(), "a dataset without a name");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
