package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The logged models, registered versions and aliases of a {@link StrictMlflow}. */
final class StrictRegistry {

  private static final Pattern VERSION_FILTER =
      Pattern.compile("name='([^']*)'(?: and run_id='([^']*)')?");

  private final Map<String, Model> models = new LinkedHashMap<>();
  private final Map<String, List<Version>> versions = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> aliases = new LinkedHashMap<>();

  /** A logged model. */
  static final class Model {
    final String id;
    final String experiment;
    final Map<String, String> tags;
    String status = "LOGGED_MODEL_PENDING";

    Model(String id, String experiment, Map<String, String> tags) {
      this.id = id;
      this.experiment = experiment;
      this.tags = tags;
    }

    Map<String, Object> json() {
      return Map.of(
          "info",
          Map.of(
              "model_id", id,
              "status", status,
              "artifact_uri", artefacts()));
    }

    private String artefacts() {
      return "mlflow-artifacts:/" + experiment + "/models/" + id + "/artifacts";
    }
  }

  /** A registered version. */
  record Version(String name, String version, String run, String model, Map<String, String> tags) {
    Map<String, Object> json() {
      return Map.of(
          "name", name, "version", version, "run_id", run, "tags", StrictStore.entries(tags));
    }
  }

  int models() {
    return models.size();
  }

  List<Version> versions(String name) {
    return versions.getOrDefault(name, List.of());
  }

  Map<String, String> aliases(String name) {
    return aliases.getOrDefault(name, Map.of());
  }

  StrictStore.Answer point(JsonNode body) {
    aliases
        .computeIfAbsent(body.path("name").asText(), _ -> new TreeMap<>())
        .put(body.path("alias").asText(), body.path("version").asText());
    return StrictStore.Answer.ok(Map.of());
  }

  StrictStore.Answer files(Map<String, String> query) {
    Version version =
        versions(query.getOrDefault("name", ""))
            .get(Integer.parseInt(query.getOrDefault("version", "0")) - 1);
    Model model = models.get(version.model());
    if (model == null) {
      throw new IllegalArgumentException("model_id: " + version.model());
    }
    return StrictStore.Answer.ok(Map.of("artifact_uri", model.artefacts()));
  }

  StrictStore.Answer tag(JsonNode body) {
    version(body).tags().put(body.path("key").asText(), body.path("value").asText());
    return StrictStore.Answer.ok(Map.of());
  }

  StrictStore.Answer searchModels(JsonNode body) {
    Matcher filter = StrictStore.matched(StrictStore.TAG_FILTER, body.path("filter").asText());
    return StrictStore.Answer.ok(
        Map.of(
            "models",
            models.values().stream()
                .filter(model -> filter.group(2).equals(model.tags.get(filter.group(1))))
                .map(Model::json)
                .toList()));
  }

  StrictStore.Answer newModel(JsonNode body) {
    Model model =
        new Model(
            "m-" + models.size(),
            body.path("experiment_id").asText(),
            Tags.read(body.path("tags")));
    models.put(model.id, model);
    return StrictStore.Answer.ok(Map.of("model", model.json()));
  }

  StrictStore.Answer patchedModel(String method, String name) {
    Model model = models.get(name.replaceFirst("^logged-models/", ""));
    if (!method.equals("PATCH") || model == null) {
      return new StrictStore.Answer(404, "no such method: " + method + " " + name);
    }
    model.status = "LOGGED_MODEL_READY";
    return StrictStore.Answer.ok(Map.of("model", model.json()));
  }

  StrictStore.Answer newRegistered(String name) {
    return versions.putIfAbsent(name, new ArrayList<>()) == null
        ? StrictStore.Answer.ok(Map.of())
        : StrictStore.Answer.refused(400, "RESOURCE_ALREADY_EXISTS", "the model exists");
  }

  List<Map<String, Object>> registered() {
    List<Map<String, Object>> models = new ArrayList<>();
    for (String name : versions.keySet()) {
      List<Map<String, String>> pointers = new ArrayList<>();
      aliases
          .getOrDefault(name, Map.of())
          .forEach((alias, version) -> pointers.add(Map.of("alias", alias, "version", version)));
      models.add(Map.of("name", name, "aliases", pointers));
    }
    return models;
  }

  StrictStore.Answer alias(Map<String, String> query) {
    String name = query.getOrDefault("name", "");
    String alias = query.getOrDefault("alias", "");
    if (!versions.containsKey(name)) {
      return StrictStore.Answer.refused(
          404, "RESOURCE_DOES_NOT_EXIST", "Registered Model not found");
    }
    String version = aliases.getOrDefault(name, Map.of()).get(alias);
    if (version == null) {
      return StrictStore.Answer.refused(
          400, "INVALID_PARAMETER_VALUE", "Registered model alias " + alias + " not found.");
    }
    return StrictStore.Answer.ok(
        Map.of(
            "model_version",
            versions.getOrDefault(name, List.of()).get(Integer.parseInt(version) - 1).json()));
  }

  StrictStore.Answer searchVersions(String filter) {
    Matcher wanted = StrictStore.matched(VERSION_FILTER, filter);
    return StrictStore.Answer.ok(
        Map.of(
            "model_versions",
            versions.getOrDefault(wanted.group(1), List.of()).stream()
                .filter(v -> wanted.group(2) == null || wanted.group(2).equals(v.run()))
                .map(Version::json)
                .toList()));
  }

  StrictStore.Answer newVersion(JsonNode body) {
    List<Version> known = versions.get(body.path("name").asText());
    if (known == null) {
      throw new IllegalArgumentException("name: not registered");
    }
    Version version =
        new Version(
            body.path("name").asText(),
            Integer.toString(known.size() + 1),
            body.path("run_id").asText(),
            body.path("model_id").asText(),
            new TreeMap<>(Tags.read(body.path("tags"))));
    known.add(version);
    return StrictStore.Answer.ok(Map.of("model_version", version.json()));
  }

  private Version version(JsonNode body) {
    return versions
        .getOrDefault(body.path("name").asText(), List.of())
        .get(Integer.parseInt(body.path("version").asText()) - 1);
  }
}
