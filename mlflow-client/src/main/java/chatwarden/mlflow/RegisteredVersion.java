package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A version of a registered model.
 *
 * @param name of the model
 * @param version its number at the server, which is not that of the model's own manifest
 * @param run the id of the run that made it; empty if unknown
 * @param tags by name
 */
public record RegisteredVersion(String name, String version, String run, Map<String, String> tags) {

  /** Copies the tags. */
  public RegisteredVersion {
    tags = Map.copyOf(tags);
  }

  static RegisteredVersion read(JsonNode version) {
    return new RegisteredVersion(
        version.path("name").asText(),
        version.path("version").asText(),
        version.path("run_id").asText(),
        Tags.read(version.path("tags")));
  }
}
