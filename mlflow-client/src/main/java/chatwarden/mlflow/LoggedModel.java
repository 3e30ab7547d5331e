package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A model as the server has it.
 *
 * @param id its id, {@code m-…}
 * @param artefacts the address of its files
 * @param ready whether all of its files are there
 */
public record LoggedModel(String id, String artefacts, boolean ready) {

  static LoggedModel read(JsonNode model) {
    JsonNode info = model.path("info");
    return new LoggedModel(
        info.path("model_id").asText(),
        info.path("artifact_uri").asText(),
        info.path("status").asText().endsWith("READY"));
  }
}
