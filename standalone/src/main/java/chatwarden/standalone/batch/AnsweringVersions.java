package chatwarden.standalone.batch;

import chatwarden.runtime.error.FaultCode;
import java.util.Map;
import java.util.TreeMap;

/** The versions of the models that have answered: one of each, for the whole output. */
final class AnsweringVersions {
  private final Map<String, String> versions;

  AnsweringVersions(Map<String, String> versions) {
    this.versions = new TreeMap<>(versions);
  }

  Map<String, String> versions() {
    return versions;
  }

  /**
   * Notes the model of an answer, {@code name@version}.
   *
   * @throws chatwarden.runtime.error.ChatwardenException if another version of it has answered
   */
  void note(String model) {
    int at = model.indexOf('@');
    String name = at < 0 ? model : model.substring(0, at);
    String version = at < 0 ? "" : model.substring(at + 1);
    String earlier = versions.putIfAbsent(name, version);
    if (earlier != null && !earlier.equals(version)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_CHANGED",
          "%s answers, and the output so far is of %s@%s; ask for that by --model, or begin anew with --restart"
              .formatted(model, name, earlier));
    }
  }
}
