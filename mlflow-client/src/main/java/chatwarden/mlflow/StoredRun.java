package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A run as the server has it.
 *
 * @param id its id
 * @param artefacts the address of its files, {@code mlflow-artifacts:/…}
 * @param state as the server words it
 * @param parameters by name
 * @param tags by name
 * @param metrics the keys of its metrics
 * @param datasets the number of datasets that it reads
 * @param models the ids of the models that it logged
 */
public record StoredRun(
    String id,
    String artefacts,
    String state,
    Map<String, String> parameters,
    Map<String, String> tags,
    Set<String> metrics,
    int datasets,
    List<String> models) {

  /** Copies maps and lists. */
  public StoredRun {
    parameters = Map.copyOf(parameters);
    tags = Map.copyOf(tags);
    metrics = Set.copyOf(metrics);
    models = List.copyOf(models);
  }

  static StoredRun read(JsonNode run) {
    JsonNode info = run.path("info");
    JsonNode data = run.path("data");
    Set<String> metrics = new TreeSet<>();
    data.path("metrics").forEach(metric -> metrics.add(metric.path("key").asText()));
    List<String> models = new ArrayList<>();
    run.path("outputs")
        .path("model_outputs")
        .forEach(model -> models.add(model.path("model_id").asText()));
    return new StoredRun(
        info.path("run_id").asText(),
        info.path("artifact_uri").asText(),
        info.path("status").asText(),
        Tags.read(data.path("params")),
        Tags.read(data.path("tags")),
        metrics,
        run.path("inputs").path("dataset_inputs").size(),
        models);
  }

  /** Returns whether it is in a state. */
  public boolean is(RunState expected) {
    return state.equals(expected.name());
  }
}
