package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The experiments, runs, models and versions of a {@link StrictMlflow}. */
public final class StrictStore {

  static final Pattern TAG_FILTER = Pattern.compile("tags\\.`([^`]+)` = '([^']*)'");

  private final Map<String, String> experiments = new LinkedHashMap<>();
  private final Map<String, StrictRun> runs = new LinkedHashMap<>();
  private final StrictRegistry registry = new StrictRegistry();

  /** An answer. */
  public record Answer(int status, Object body) {
    static Answer ok(Object body) {
      return new Answer(200, body);
    }

    static Answer refused(int status, String code, String message) {
      return new Answer(status, Map.of("error_code", code, "message", message));
    }
  }

  /** Returns the runs in the order of their creation. */
  public synchronized List<StrictRun> runs() {
    return List.copyOf(runs.values());
  }

  /** Returns the number of logged models. */
  public synchronized int models() {
    return registry.models();
  }

  /** Returns the number of a model's versions. */
  public synchronized int versions(String name) {
    return registry.versions(name).size();
  }

  /** Returns the aliases of a model. */
  public synchronized Map<String, String> aliases(String name) {
    return Map.copyOf(registry.aliases(name));
  }

  static List<Map<String, String>> entries(Map<String, String> values) {
    List<Map<String, String>> entries = new ArrayList<>();
    values.forEach((key, value) -> entries.add(Map.of("key", key, "value", value)));
    return entries;
  }

  synchronized Answer answer(String method, String name, Map<String, String> query, JsonNode body) {
    try {
      StrictFields.check(method + " " + name, body);
      return switch (method + " " + name) {
        case "GET experiments/get-by-name" -> experiment(query);
        case "POST experiments/create" -> newExperiment(body.path("name").asText());
        case "POST runs/search" -> Answer.ok(Map.of("runs", search(body)));
        case "POST runs/create" -> newRun(body);
        case "GET runs/get" ->
            Answer.ok(Map.of("run", run(query.getOrDefault("run_id", "")).json()));
        case "POST runs/log-inputs" -> inputs(body);
        case "POST runs/log-batch" -> batch(body);
        case "POST runs/set-tag" -> {
          run(body.path("run_id").asText())
              .tags
              .put(body.path("key").asText(), body.path("value").asText());
          yield Answer.ok(Map.of());
        }
        case "POST runs/update" -> {
          run(body.path("run_id").asText()).status = body.path("status").asText();
          yield Answer.ok(Map.of());
        }
        case "POST runs/outputs" -> outputs(body);
        case "POST logged-models/search" -> registry.searchModels(body);
        case "POST logged-models" -> registry.newModel(body);
        case "POST registered-models/create" -> registry.newRegistered(body.path("name").asText());
        case "GET registered-models/alias" -> registry.alias(query);
        case "GET registered-models/search" ->
            Answer.ok(Map.of("registered_models", registry.registered()));
        case "POST registered-models/alias" -> registry.point(body);
        case "GET model-versions/get-download-uri" -> registry.files(query);
        case "GET model-versions/search" ->
            registry.searchVersions(query.getOrDefault("filter", ""));
        case "POST model-versions/create" -> registry.newVersion(body);
        case "POST model-versions/set-tag" -> registry.tag(body);
        default -> registry.patchedModel(method, name);
      };
    } catch (IllegalArgumentException e) {
      return Answer.refused(400, "INVALID_PARAMETER_VALUE", String.valueOf(e.getMessage()));
    }
  }

  private Answer experiment(Map<String, String> query) {
    String id = experiments.get(query.getOrDefault("experiment_name", ""));
    return id == null
        ? Answer.refused(404, "RESOURCE_DOES_NOT_EXIST", "no such experiment")
        : Answer.ok(Map.of("experiment", Map.of("experiment_id", id, "lifecycle_stage", "active")));
  }

  private Answer newExperiment(String name) {
    String id = Integer.toString(experiments.size() + 1);
    return experiments.putIfAbsent(name, id) == null
        ? Answer.ok(Map.of("experiment_id", id))
        : Answer.refused(400, "RESOURCE_ALREADY_EXISTS", "the experiment exists");
  }

  private List<Map<String, Object>> search(JsonNode body) {
    Matcher filter = matched(TAG_FILTER, body.path("filter").asText());
    return runs.values().stream()
        .filter(run -> run.experiment.equals(body.path("experiment_ids").path(0).asText()))
        .filter(run -> filter.group(2).equals(run.tags.get(filter.group(1))))
        .map(StrictRun::json)
        .toList();
  }

  static Matcher matched(Pattern pattern, String filter) {
    Matcher matcher = pattern.matcher(filter);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("filter: " + filter);
    }
    return matcher;
  }

  private Answer newRun(JsonNode body) {
    StrictRun run =
        new StrictRun(
            "r" + runs.size(), body.path("experiment_id").asText(), body.path("run_name").asText());
    run.tags.putAll(Tags.read(body.path("tags")));
    runs.put(run.id, run);
    return Answer.ok(Map.of("run", run.json()));
  }

  private StrictRun run(String id) {
    StrictRun run = runs.get(id);
    if (run == null) {
      throw new IllegalArgumentException("run_id: " + id);
    }
    return run;
  }

  private Answer inputs(JsonNode body) {
    StrictRun run = run(body.path("run_id").asText());
    body.path("datasets").forEach(dataset -> run.datasets.add(dataset.path("dataset").toString()));
    return Answer.ok(Map.of());
  }

  private Answer batch(JsonNode body) {
    StrictRun run = run(body.path("run_id").asText());
    Tags.read(body.path("params"))
        .forEach(
            (key, value) -> {
              if (!value.equals(run.parameters.getOrDefault(key, value))) {
                throw new IllegalArgumentException("param " + key + " has another value");
              }
              run.parameters.put(key, value);
            });
    for (JsonNode metric : body.path("metrics")) {
      run.metrics.add(
          String.join(
              " ",
              metric.path("key").asText(),
              metric.path("timestamp").asText(),
              metric.path("step").asText(),
              metric.path("value").asText(),
              metric.path("model_id").asText("-")));
      run.latest.put(metric.path("key").asText(), metric.path("value").asText());
    }
    return Answer.ok(Map.of());
  }

  private Answer outputs(JsonNode body) {
    StrictRun run = run(body.path("run_id").asText());
    String model = body.path("models").path(0).path("model_id").asText();
    if (run.outputs.contains(model)) {
      return Answer.refused(400, "BAD_REQUEST", "UNIQUE constraint failed: inputs");
    }
    run.outputs.add(model);
    return Answer.ok(Map.of());
  }
}
