package chatwarden.mlflow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A run of a {@link StrictMlflow}. */
public final class StrictRun {
  final String id;
  final String experiment;
  final String name;
  String status = "RUNNING";
  final Map<String, String> tags = new TreeMap<>();
  final Map<String, String> parameters = new TreeMap<>();
  final Set<String> metrics = new LinkedHashSet<>();
  final Map<String, String> latest = new TreeMap<>();
  final Set<String> datasets = new LinkedHashSet<>();
  final List<String> outputs = new ArrayList<>();

  StrictRun(String id, String experiment, String name) {
    this.id = id;
    this.experiment = experiment;
    this.name = name;
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns its state. */
  public String status() {
    return status;
  }

  /** Returns its tags. */
  public Map<String, String> tags() {
    return tags;
  }

  /** Returns its parameters. */
  public Map<String, String> parameters() {
    return parameters;
  }

  /** Returns each metric once, as key, time, step, value and model. */
  public Set<String> metrics() {
    return metrics;
  }

  Map<String, Object> json() {
    List<Map<String, String>> outputs =
        this.outputs.stream().map(model -> Map.of("model_id", model)).toList();
    return Map.of(
        "info", info(),
        "data",
            Map.of(
                "params", StrictStore.entries(parameters),
                "tags", StrictStore.entries(tags),
                "metrics", latest.keySet().stream().map(key -> Map.of("key", key)).toList()),
        "inputs", Map.of("dataset_inputs", List.copyOf(datasets)),
        "outputs", Map.of("model_outputs", outputs));
  }

  private Map<String, String> info() {
    return Map.of(
        "run_id", id,
        "status", status,
        "artifact_uri", "mlflow-artifacts:/" + experiment + "/" + id + "/artifacts");
  }
}
