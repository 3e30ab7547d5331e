package chatwarden.repository.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelFolders;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelSource;
import chatwarden.repository.remote.ArtefactServer;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.config.Setting;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfiguredSourcesTest {

  @AutoClose private final ArtefactServer server = new ArtefactServer();
  @TempDir private Path folder = Path.of(".");

  private Config config(String... sources) {
    return Config.defaults()
        .with(SourceKeys.SOURCES, List.of(sources))
        .with(SourceKeys.CACHE, folder.resolve("cache").toString());
  }

  /** Serves the files of a folder of models under {@code prefix}. */
  private void serve(Path models, String prefix) {
    try (Stream<Path> files = Files.walk(models)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        server.put(prefix + models.relativize(file), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void addressWithOneSignatureForAllFilesIsAVersion() {
    Path models = folder.resolve("origin");
    new ModelFolders(models).add("echo", "1", "vi", "hello");
    serve(models, "/container/pre fix/");
    server.requireSignature("a%2Fb");

    ModelSource source =
        ConfiguredSources.open(
            config(server.uri("/container/pre%20fix/echo/1/model.yaml?sig=a%2Fb").toString()));

    assertThat(source.versions().getOrDefault(new ModelId("echo", "1"), folder).resolve("says.txt"))
        .hasContent("hello");
    server.forget();
    assertThat(source.versions()).hasSize(1);
    assertThat(server.requests()).hasSize(1);
    assertThat(server.requests().getFirst().headers()).containsKey("if-none-match");
  }

  @Test
  void manifestOfAModelIsFollowedToItsNextVersion() throws IOException {
    Path models = folder.resolve("origin");
    ModelFolders folders = new ModelFolders(models);
    Path one = folders.add("echo", "1", "vi", "hello");
    Path two = folders.add("echo", "2", "vi", "hello again");
    serve(models, "/");
    server.put("/echo/model.yaml", Files.readAllBytes(one.resolve("model.yaml")));
    ModelSource source = ConfiguredSources.open(config(server.uri("/echo/model.yaml").toString()));
    assertThat(source.versions()).containsOnlyKeys(new ModelId("echo", "1"));

    server.put("/echo/model.yaml", Files.readAllBytes(two.resolve("model.yaml")));

    assertThat(source.versions()).containsOnlyKeys(new ModelId("echo", "2"));
  }

  @Test
  void firstSourceWithAVersionGivesIt() {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    Path first = new ModelFolders(one).add("echo", "1", "vi", "first");
    new ModelFolders(other).add("echo", "1", "vi", "second");
    Path further = new ModelFolders(other).add("echo", "2", "vi", "third");

    assertThat(ConfiguredSources.open(config(one.toString(), other.toString())).versions())
        .isEqualTo(Map.of(new ModelId("echo", "1"), first, new ModelId("echo", "2"), further));
  }

  @Test
  void sourceThatIsAwayStopsNoOther() {
    Path models = folder.resolve("models");
    Path version = new ModelFolders(models).add("echo", "1", "vi", "first");
    Map<String, ModelSource> sources = new LinkedHashMap<>();
    sources.put(
        "away",
        () -> {
          throw FaultCode.UNAVAILABLE.exception("AWAY", "away");
        });
    sources.put("folder", ModelFolder.at(models));

    assertThat(new CombinedSource(sources).versions())
        .isEqualTo(Map.of(new ModelId("echo", "1"), version));
  }

  @Test
  void sourcesThatHaveNothingBecauseOneIsAwayFail() {
    ModelSource away =
        () -> {
          throw FaultCode.UNAVAILABLE.exception("AWAY", "away");
        };

    assertThatThrownBy(() -> new CombinedSource(Map.of("away", away)).versions())
        .hasMessage("away");
  }

  @Test
  void folderThatIsMissingAtTheBeginFails() {
    Path models = folder.resolve("models");
    new ModelFolders(models).add("echo", "1", "vi", "first");
    ModelSource source =
        ConfiguredSources.open(config(models.toString(), folder.resolve("none").toString()));

    assertThatThrownBy(source::versions)
        .hasMessageContaining("none (expected: a folder of models)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://host/model.yaml?sig=s3cret",
        "https://host/models/vi-linear?sig=s3cret",
        "https://host?sig=s3cret",
        "https:///a b/model.yaml?sig=s3cret",
        "ftp://host/a/model.yaml?sig=s3cret",
        "s3://bucket/a/model.yaml?sig=s3cret",
        "s3://Bucket/a/model.yaml",
        "az://account/container/../a/model.yaml"
      })
  void addressThatIsNotOfAVersionIsRefusedWithoutItsQuery(String address) {
    assertThatThrownBy(() -> ConfiguredSources.open(config(address)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(expected: ")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void settingsShowNoQueryAndNoKey() {
    Config config =
        ConfigLoader.of(SourceKeys.keys())
            .flags(
                Map.of(
                    "model.sources",
                    "models, https://host/a/model.yaml?se=1&sig=s3cret, s3://b/a/model.yaml",
                    "model.azure-key",
                    "s3cret"))
            .load();

    assertThat(config.settings())
        .extracting(Setting::value)
        .contains("models,https://host/a/model.yaml?<redacted>,s3://b/a/model.yaml")
        .noneMatch(value -> value.contains("s3cret"));
  }
}
