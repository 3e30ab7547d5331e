package chatwarden.mlflow;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Registered models, their versions, and the aliases that point to versions. */
public final class RegistryApi {

  private static final String MODELS = MlflowClient.API + "registered-models/";
  private static final String VERSIONS = MlflowClient.API + "model-versions/";
  private static final int REGISTRY_TAG = 100_000;

  /** {@code latest} and {@code v1} are reserved by MLflow. */
  private static final String ALIAS = "(?!latest$|v[0-9]+$)[A-Za-z0-9_-]{1,255}";

  private final MlflowHttp http;

  RegistryApi(MlflowHttp http) {
    this.http = http;
  }

  /**
   * Returns an alias as given.
   *
   * @throws InvalidInputException if MLflow would refuse it
   */
  public static String alias(String alias) {
    if (!alias.matches(ALIAS)) {
      throw InvalidInputException.of(
          "alias",
          alias
              + " (expected: 1 to 255 letters, digits, dashes and underscores; latest and v1 are"
              + " reserved)");
    }
    return alias;
  }

  /** Makes a model, unless it is there. */
  public void obtain(String name) {
    try {
      http.once(MODELS + "create", MlflowHttp.JSON.createObjectNode().put("name", name));
    } catch (ChatwardenException e) {
      FaultCode.ALREADY_EXISTS.orThrow(e);
    }
  }

  /** Returns the version that a run made. */
  public Optional<RegisteredVersion> madeBy(String name, String run) {
    return versions("name='%s' and run_id='%s'".formatted(name, run)).stream().findFirst();
  }

  /** Returns all versions of a model. */
  public List<RegisteredVersion> versions(String name, Map<String, String> tags) {
    return versions("name='%s'".formatted(name)).stream()
        .filter(version -> version.tags().entrySet().containsAll(tags.entrySet()))
        .toList();
  }

  private List<RegisteredVersion> versions(String filter) {
    List<RegisteredVersion> versions = new ArrayList<>();
    Map<String, String> query = new TreeMap<>(Map.of("filter", filter, "max_results", "1000"));
    String page;
    do {
      JsonNode answer = http.get(VERSIONS + "search", query);
      answer.path("model_versions").forEach(v -> versions.add(RegisteredVersion.read(v)));
      page = answer.path("next_page_token").asText("");
      query.put("page_token", page);
    } while (!page.isEmpty());
    return versions;
  }

  /** Registers a logged model as the next version. A second call registers it again. */
  public RegisteredVersion register(
      String name, String model, String run, Map<String, String> tags) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode();
    body.put("name", name).put("source", "models:/" + model);
    body.put("run_id", run).put("model_id", model);
    body.set("tags", Tags.all(tags, REGISTRY_TAG));
    return RegisteredVersion.read(http.once(VERSIONS + "create", body).path("model_version"));
  }

  /**
   * Returns the version that an alias points to; empty where the model has no such alias.
   *
   * @throws ChatwardenException NOT_FOUND, if no such model is registered
   */
  public Optional<RegisteredVersion> find(String name, String alias) {
    try {
      JsonNode answer = http.get(MODELS + "alias", Map.of("name", name, "alias", alias(alias)));
      return Optional.of(RegisteredVersion.read(answer.path("model_version")));
    } catch (ChatwardenException e) {
      // A missing alias is an invalid parameter to MLflow.
      if (e.reason().equals("INVALID_PARAMETER_VALUE") && e.getMessage().contains(" not found")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns the aliases of every registered model: the version of each, by name. */
  public Map<String, Map<String, String>> aliases() {
    Map<String, Map<String, String>> models = new TreeMap<>();
    Map<String, String> query = new TreeMap<>(Map.of("max_results", "1000"));
    String page;
    do {
      JsonNode answer = http.get(MODELS + "search", query);
      for (JsonNode model : answer.path("registered_models")) {
        Map<String, String> aliases = new TreeMap<>();
        model
            .path("aliases")
            .forEach(a -> aliases.put(a.path("alias").asText(), a.path("version").asText()));
        models.put(model.path("name").asText(), aliases);
      }
      page = answer.path("next_page_token").asText("");
      query.put("page_token", page);
    } while (!page.isEmpty());
    return models;
  }

  /** Points an alias to a version, whatever it pointed to; the last writer wins. */
  public void point(String name, String alias, String version) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode();
    body.put("name", name).put("alias", alias(alias)).put("version", version);
    http.idempotent("POST", MODELS + "alias", body);
  }

  /** Removes an alias; without it nothing happens. */
  public void removeAlias(String name, String alias) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode();
    body.put("name", name).put("alias", alias(alias));
    http.idempotent("DELETE", MODELS + "alias", body);
  }

  /** Sets a tag of a version. */
  public void tag(RegisteredVersion version, String key, String value) {
    ObjectNode body = MlflowHttp.JSON.createObjectNode();
    body.put("name", version.name()).put("version", version.version());
    body.put("key", key).put("value", MlflowLimits.fitted(value, REGISTRY_TAG));
    http.idempotent("POST", VERSIONS + "set-tag", body);
  }

  /** Returns the address of a version's files, {@code mlflow-artifacts:/…} as a rule. */
  public String files(RegisteredVersion version) {
    return http.get(
            VERSIONS + "get-download-uri",
            Map.of("name", version.name(), "version", version.version()))
        .path("artifact_uri")
        .asText();
  }
}
