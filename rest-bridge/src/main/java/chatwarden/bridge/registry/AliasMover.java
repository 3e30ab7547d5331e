package chatwarden.bridge.registry;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.RegisteredVersion;
import chatwarden.mlflow.RegistryApi;
import chatwarden.mlflow.TrackingKeys;
import chatwarden.mlflow.TrackingServer;
import chatwarden.registry.v1.AliasMove;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.audit.AliasLog;
import chatwarden.store.audit.AliasName;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Moves aliases at an MLflow server, and notes each move in the log, also those that others make.
 * Blocks; safe for use by many threads and by many bridges of one store.
 */
public final class AliasMover {

  /** The tags that a training gives a version. */
  private static final String OWN_VERSION = "chatwarden.version";

  private static final String ALIAS = "chatwarden.alias";
  private static final String ALIAS_GIVEN = "chatwarden.alias.given";

  private final Optional<RegistryApi> registry;
  private final AliasLog log;

  /**
   * A mover.
   *
   * @param server empty where none is configured: then nothing can be moved
   */
  public AliasMover(Optional<TrackingServer> server, AliasLog log) {
    this.registry = server.map(at -> new MlflowClient(at).registry());
    this.log = log;
  }

  /** Returns whether there is a server. */
  public boolean isConfigured() {
    return registry.isPresent();
  }

  /**
   * Points an alias to a version.
   *
   * @param version the version as the model's manifest has it
   * @param caller who does it
   * @return the entry of the log; without an id where the alias pointed there already
   */
  public AliasMove move(String model, String alias, String version, String caller) {
    RegistryApi server = server();
    RegisteredVersion registered = registered(server, model, version);
    server.point(model, alias, registered.version());
    return log.note(entry(model, alias, registered).setCaller(caller).build());
  }

  private static RegisteredVersion registered(RegistryApi server, String model, String version) {
    if (model.isEmpty() || model.matches(".*['/:].*")) {
      throw InvalidInputException.of(
          "model", model + " (expected: the name of a registered model, without ', / and :)");
    }
    return server.versions(model, Map.of(OWN_VERSION, version)).stream()
        .max(Comparator.comparingLong(found -> Long.parseLong(found.version())))
        .orElseThrow(
            () ->
                FaultCode.NOT_FOUND.exception(
                    "VERSION_NOT_REGISTERED",
                    "version %s of %s is not registered at the MLflow server"
                        .formatted(version, model)));
  }

  private RegistryApi server() {
    return registry.orElseThrow(
        () ->
            FaultCode.FAILED_PRECONDITION.exception(
                "NO_REGISTRY", TrackingKeys.URI + " is not set (expected: an MLflow server)"));
  }

  /** Notes moves that were made at the server, by a training or by other means. */
  void observe() {
    RegistryApi server = server();
    Map<AliasName, String> known = log.known();
    Set<AliasName> gone = new HashSet<>(known.keySet());
    server
        .aliases()
        .forEach(
            (model, aliases) ->
                aliases.forEach(
                    (alias, version) -> {
                      AliasName name = new AliasName(model, alias);
                      gone.remove(name);
                      if (!version.equals(known.get(name))) {
                        observe(server, model, alias);
                      }
                    }));
    for (AliasName name : gone) {
      log.note(
          AliasMove.newBuilder()
              .setModel(name.model())
              .setAlias(name.alias())
              .setObserved(true)
              .build());
    }
  }

  private void observe(RegistryApi server, String model, String alias) {
    server
        .find(model, alias)
        .ifPresent(
            registered ->
                log.note(
                    entry(model, alias, registered)
                        .setCaller(training(registered, alias))
                        .setObserved(true)
                        .build()));
  }

  /** Returns the training that gave the alias; empty where the version was not its first holder. */
  private static String training(RegisteredVersion version, String alias) {
    String given = version.tags().getOrDefault(ALIAS_GIVEN, "");
    return alias.equals(version.tags().get(ALIAS)) && !given.isEmpty() ? "training:" + given : "";
  }

  private static AliasMove.Builder entry(String model, String alias, RegisteredVersion version) {
    return AliasMove.newBuilder()
        .setModel(model)
        .setAlias(alias)
        .setVersion(version.tags().getOrDefault(OWN_VERSION, ""))
        .setRegisteredVersion(version.version());
  }
}
