package chatwarden.mlops.tracking;

import chatwarden.mlflow.TrackingServer;
import chatwarden.runtime.error.FaultCode;
import java.util.List;

/** Reports parts of a run that a server does not have although it took them. */
final class Missing {

  private static final int NAMED = 5;

  private Missing() {}

  /**
   * Returns where nothing is missing.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, naming the first few
   *     that are
   */
  static void require(TrackingServer server, String run, List<String> missing) {
    if (missing.isEmpty()) {
      return;
    }
    throw FaultCode.FAILED_PRECONDITION.exception(
        "MLFLOW_INCOMPLETE",
        "MLflow at %s lacks %d parts of the run %s, among them %s (remedy: chatwarden tracking sync)"
            .formatted(
                server, missing.size(), run, missing.subList(0, Math.min(NAMED, missing.size()))));
  }
}
