package chatwarden.repository.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.mlflow.LoggedModel;
import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.RegisteredVersion;
import chatwarden.mlflow.StoredRun;
import chatwarden.mlflow.TrackingKeys;
import chatwarden.mlflow.TrackingServer;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelFolders;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelSource;
import chatwarden.runtime.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code models:/NAME@ALIAS}, against any server. */
abstract class RegistrySourceContract {
  private static final String CHAMPION = "champion";

  @TempDir private Path folder = Path.of(".");
  private final String model = "echo-" + UUID.randomUUID().toString().substring(0, 8);

  abstract TrackingServer server();

  /** Makes the server unreachable. */
  abstract void stop();

  private MlflowClient client() {
    return new MlflowClient(server());
  }

  private ModelSource source() {
    return ConfiguredSources.open(
        Config.defaults()
            .with(SourceKeys.SOURCES, List.of("models:/" + model + "@" + CHAMPION))
            .with(SourceKeys.CACHE, folder.resolve("cache").toString())
            .with(TrackingKeys.URI, server().toString()));
  }

  /** Registers a version of a model as a training does. */
  private RegisteredVersion register(
      String name, String version, Path files, Map<String, String> otherTags) throws IOException {
    MlflowClient client = client();
    String experiment = client.experiments().obtain("sources");
    StoredRun run = client.runs().create(experiment, name, 1, Map.of());
    LoggedModel logged = client.models().create(experiment, run.id(), name, Map.of(), Map.of());
    Map<String, String> tags = new LinkedHashMap<>(Map.of("chatwarden.version", version));
    for (String file : List.of("says.txt", ModelFiles.MANIFEST)) {
      client.artefacts().upload(logged.artefacts(), file, files.resolve(file));
      tags.put("sha256:" + file, ModelFile.of(files.resolve(file)).sha256());
    }
    tags.putAll(otherTags);
    client.models().finish(logged.id());
    client.registry().obtain(name);
    return client.registry().register(name, logged.id(), run.id(), tags);
  }

  private RegisteredVersion register(String version) throws IOException {
    Path files =
        new ModelFolders(folder.resolve("origin")).add(model, version, "vi", "hello " + version);
    return register(model, version, files, Map.of());
  }

  private void point(RegisteredVersion version) {
    client().registry().point(model, CHAMPION, version.version());
  }

  @Test
  void versionOfTheAliasIsDownloadedAndFollowed() throws IOException {
    RegisteredVersion first = register("4");
    RegisteredVersion second = register("7");
    point(first);
    ModelSource source = source();

    assertThat(source.versions()).containsOnlyKeys(new ModelId(model, "4"));
    point(second);
    Map<ModelId, Path> moved = source.versions();
    point(first);

    assertThat(moved).containsOnlyKeys(new ModelId(model, "7"));
    assertThat(ModelFiles.open(moved.values().iterator().next()).path("says.txt"))
        .hasContent("hello 7");
    assertThat(source.versions()).containsOnlyKeys(new ModelId(model, "4"));
  }

  @Test
  void versionIsKeptWhileTheServerIsAwayAlsoAfterARestart() throws IOException {
    point(register("1"));
    ModelSource source = source();
    source.versions();

    stop();

    assertThat(source.versions()).containsOnlyKeys(new ModelId(model, "1"));
    assertThat(source().versions()).containsOnlyKeys(new ModelId(model, "1"));
  }

  @Test
  void tierIsThatOfTheSameRegistry() throws IOException {
    String tier = model + "-tier";
    ModelFolders origin = new ModelFolders(folder.resolve("origin"));
    register(tier, "3", origin.add(tier, "3", "vi", "tier"), Map.of());
    Path plain = origin.add(model, "1", "vi", "hello");
    Files.writeString(
        plain.resolve(ModelFiles.MANIFEST),
        Files.readString(plain.resolve(ModelFiles.MANIFEST)) + "tiers: [" + tier + "@3]\n");
    point(register(model, "1", plain, Map.of()));

    assertThat(source().versions())
        .containsOnlyKeys(new ModelId(model, "1"), new ModelId(tier, "3"));
  }

  @Test
  void fileThatItsTagDoesNotConfirmIsRefused() throws IOException {
    Path files = new ModelFolders(folder.resolve("origin")).add(model, "1", "vi", "hello");
    point(register(model, "1", files, Map.of("sha256:says.txt", "00")));

    assertThatThrownBy(() -> source().versions())
        .hasMessageContaining("says.txt has the sha256")
        .hasMessageContaining("expected: 00");
  }

  @Test
  void missingAliasIsNamed() throws IOException {
    register("1");

    assertThatThrownBy(() -> source().versions())
        .hasMessageContaining(model + " has no alias champion");
  }
}
