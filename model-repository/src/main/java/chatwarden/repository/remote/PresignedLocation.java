package chatwarden.repository.remote;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.jsonl.MalformedJsonException;
import chatwarden.runtime.jsonl.StrictJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * An artefact of an MLflow server. Where the server keeps artefacts in an object store it gives an
 * address in that store, good for a few minutes, which honours ranges; it is asked for a fresh one
 * each time. A server that gives none sends the artefact itself.
 *
 * @param client asks the server
 * @param presigned where the server gives the address, {@code
 *     …/api/2.0/mlflow-artifacts/presigned/<path>}
 * @param proxied where the server sends the artefact, {@code
 *     …/api/2.0/mlflow-artifacts/artifacts/<path>}
 */
public record PresignedLocation(
    ArtefactClient client, ArtefactAddress presigned, ArtefactAddress proxied)
    implements ArtefactLocation {

  private static final int MAX_ANSWER = 100_000;

  @Override
  public ArtefactAddress resolve() {
    try {
      byte[] answer =
          client.read(ArtefactLocation.fixed(presigned), MAX_ANSWER, "").orElseThrow().content();
      return read(StrictJson.read(answer));
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw ArtefactFaults.wrong(presigned, "not an address (expected: JSON with url and headers)");
    } catch (ChatwardenException e) {
      FaultCode.FAILED_PRECONDITION.orThrow(e);
      return proxied; // Not on offer (501); any other fault shows itself there.
    }
  }

  private static ArtefactAddress read(JsonNode answer) {
    Map<String, String> headers = new HashMap<>();
    answer
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new ArtefactAddress(URI.create(answer.path("url").asText()), headers);
  }
}
