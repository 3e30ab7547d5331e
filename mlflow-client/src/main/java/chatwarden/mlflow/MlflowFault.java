package chatwarden.mlflow;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Maps the refusals of an MLflow server to faults. Its own methods refuse in JSON with an {@code
 * error_code}, which becomes the reason; its checks of host and account, and unknown paths, in text
 * or HTML.
 */
final class MlflowFault {

  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");

  private MlflowFault() {}

  static ChatwardenException of(TrackingServer server, int status, String body) {
    Optional<JsonNode> json = json(body);
    if (json.isPresent()) {
      String reason = json.get().path("error_code").asText();
      String message = "MLflow at " + server + ": " + json.get().path("message").asText();
      return code(status, reason)
          .exception(REASON.matcher(reason).matches() ? reason : "MLFLOW_REFUSED", message);
    }
    return switch (status) {
      case 401 ->
          FaultCode.UNAUTHENTICATED.exception(
              "MLFLOW_UNAUTHENTICATED",
              "MLflow at %s refused the account (expected: %s and %s of a user there)"
                  .formatted(server, TrackingKeys.USER, TrackingKeys.PASSWORD));
      case 403 -> FaultCode.PERMISSION_DENIED.exception("MLFLOW_DENIED", denied(server, body));
      case 404 ->
          FaultCode.NOT_FOUND.exception(
              "MLFLOW_MISSING", "%s has no such method; is it MLflow 3?".formatted(server));
      default ->
          code(status, "")
              .exception(
                  "MLFLOW_REFUSED", "MLflow at %s answered with %d".formatted(server, status));
    };
  }

  private static String denied(TrackingServer server, String body) {
    return body.startsWith("Invalid Host header")
        ? "MLflow at %s refused the host name (remedy: start it with --allowed-hosts %s)"
            .formatted(server, server.uri().getRawAuthority())
        : "MLflow at %s denied the call to this user".formatted(server);
  }

  private static FaultCode code(int status, String reason) {
    return switch (reason) {
      case "RESOURCE_DOES_NOT_EXIST" -> FaultCode.NOT_FOUND;
      case "RESOURCE_ALREADY_EXISTS" -> FaultCode.ALREADY_EXISTS;
      case "PERMISSION_DENIED" -> FaultCode.PERMISSION_DENIED;
      case "NOT_IMPLEMENTED" -> FaultCode.FAILED_PRECONDITION;
      default ->
          status == 429 || status >= 500 ? FaultCode.UNAVAILABLE : FaultCode.FAILED_PRECONDITION;
    };
  }

  private static Optional<JsonNode> json(String body) {
    try {
      return Optional.ofNullable(MlflowHttp.JSON.readTree(body))
          .filter(tree -> tree.has("error_code"));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
