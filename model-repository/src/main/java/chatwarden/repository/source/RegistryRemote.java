package chatwarden.repository.source;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.RegisteredVersion;
import chatwarden.mlflow.RegistryApi;
import chatwarden.mlflow.TrackingKeys;
import chatwarden.mlflow.TrackingServer;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.repository.remote.ArtefactClient;
import chatwarden.repository.remote.ArtefactLocation;
import chatwarden.repository.remote.ModelRemote;
import chatwarden.repository.remote.PresignedLocation;
import chatwarden.repository.remote.RemoteVersion;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version that an alias of a registered model points to, {@code models:/NAME@ALIAS}, at the
 * MLflow server of {@code tracking.uri}. A version is taken with the tags that {@code chatwarden
 * train} gives it: the SHA-256 of each file, which the manifest has to confirm. Its tiers are
 * looked up at the same server, by the number of their own manifests.
 */
final class RegistryRemote implements ModelRemote {

  private static final Pattern PLACE = Pattern.compile("models:/([^/@]+)@([^/@]+)");
  private static final String SCHEME = "models:/";
  private static final String CHECKSUM = "sha256:";
  private static final String OWN_VERSION = "chatwarden.version";

  private final String model;
  private final String alias;
  private final MlflowClient mlflow;
  private final ArtefactClient client;
  private @Nullable Version last;

  private RegistryRemote(String model, String alias, MlflowClient mlflow, ArtefactClient client) {
    this.model = model;
    this.alias = RegistryApi.alias(alias);
    this.mlflow = mlflow;
    this.client = client;
  }

  /** Opens places that begin with {@code models:/}. */
  static Optional<ModelRemote> open(String place, SourceContext context) {
    if (!place.startsWith(SCHEME)) {
      return Optional.empty();
    }
    Matcher parts = PLACE.matcher(place);
    if (!parts.matches()) {
      throw ConfiguredSources.refused(place + " (expected: models:/NAME@ALIAS)");
    }
    TrackingServer server =
        TrackingServer.of(context.config())
            .orElseThrow(
                () ->
                    ConfiguredSources.refused(
                        place
                            + " needs "
                            + TrackingKeys.URI
                            + ", the address of an MLflow server"));
    return Optional.of(
        new RegistryRemote(
            parts.group(1), parts.group(2), new MlflowClient(server), context.client()));
  }

  @Override
  public String name() {
    return SCHEME + model + "@" + alias + " at " + mlflow.server();
  }

  @Override
  public List<RemoteVersion> versions() {
    RegisteredVersion version =
        mlflow
            .registry()
            .find(model, alias)
            .orElseThrow(
                () ->
                    FaultCode.NOT_FOUND.exception(
                        "ALIAS_MISSING", "%s has no alias %s".formatted(model, alias)));
    Version known = last;
    if (known == null || !known.registered.equals(version)) {
      known = new Version(version);
      last = known;
    }
    return List.of(known);
  }

  /** A registered version, whose manifest is read once. */
  private final class Version implements RemoteVersion {

    private final RegisteredVersion registered;
    private final String root;
    private byte @Nullable [] content;

    Version(RegisteredVersion registered) {
      this.registered = registered;
      this.root = mlflow.registry().files(registered);
    }

    @Override
    public byte[] manifest() {
      byte[] known = content;
      if (known == null) {
        known =
            client
                .read(file(ModelFiles.MANIFEST), StoredRemote.MAX_MANIFEST, "")
                .orElseThrow()
                .content();
        requireConfirmed(ModelFiles.MANIFEST, ModelFile.sha256(known));
        for (ModelFile file : ModelFiles.manifest(known).files()) {
          requireConfirmed(file.path(), file.sha256());
        }
        content = known;
      }
      return known.clone();
    }

    private void requireConfirmed(String file, String sha256) {
      String tag = registered.tags().get(CHECKSUM + file);
      if (!sha256.equals(tag)) {
        throw FaultCode.FAILED_PRECONDITION.exception(
            "REGISTERED_CHECKSUM_WRONG",
            "%s version %s: %s has the sha256 %s (expected: %s, as its tag %s says)"
                .formatted(
                    registered.name(),
                    registered.version(),
                    file,
                    sha256,
                    tag == null ? "none" : tag,
                    CHECKSUM + file));
      }
    }

    /** Returns the place in the server's store where there is one, else the server's. */
    @Override
    public ArtefactLocation file(String path) {
      return new PresignedLocation(
          client,
          withAccount(mlflow.artefacts().storeLocation(root, path)),
          withAccount(mlflow.artefacts().location(root, path)));
    }

    private ArtefactAddress withAccount(URI address) {
      return new ArtefactAddress(
          address,
          mlflow
              .server()
              .authorization()
              .map(value -> Map.of("authorization", value))
              .orElse(Map.of()));
    }

    @Override
    public RemoteVersion tier(ModelId id) {
      return mlflow.registry().versions(id.name(), Map.of(OWN_VERSION, id.version())).stream()
          .findFirst()
          .map(Version::new)
          .orElseThrow(() -> missing(id));
    }

    private ChatwardenException missing(ModelId id) {
      return FaultCode.NOT_FOUND.exception(
          "TIER_MISSING",
          "%s version %s asks %s, of which no version is registered at %s"
              .formatted(registered.name(), registered.version(), id, mlflow.server()));
    }
  }
}
