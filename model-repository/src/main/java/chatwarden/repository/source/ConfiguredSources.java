package chatwarden.repository.source;

import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelSource;
import chatwarden.repository.remote.ArtefactClient;
import chatwarden.repository.remote.ArtefactSettings;
import chatwarden.repository.remote.ModelRemote;
import chatwarden.repository.remote.RemoteModelSource;
import chatwarden.repository.storage.StoredPlace;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the sources that {@code model.sources} names. */
public final class ConfiguredSources {

  /** The kinds of places outside of this machine; any other place is a folder. */
  private static final List<SourceKind> KINDS =
      List.of(HttpsRemote::open, RegistryRemote::open, ConfiguredSources::stored);

  private ConfiguredSources() {}

  /**
   * Returns the sources as one; nothing is asked yet.
   *
   * @throws InvalidInputException if a place is not written as it should be
   */
  public static ModelSource open(Config config) {
    SourceContext context = new SourceContext(config, new ArtefactClient(bounds(config)));
    Map<String, ModelSource> sources = new LinkedHashMap<>();
    for (String place : config.get(SourceKeys.SOURCES)) {
      Optional<ModelRemote> remote = remote(place, context);
      String name = remote.map(ModelRemote::name).orElse(place);
      ModelSource source =
          remote
              .<ModelSource>map(
                  found ->
                      new RemoteModelSource(
                          found, cache(config), context.client(), InstantSource.system()))
              .orElseGet(() -> ModelFolder.at(Path.of(place)));
      if (sources.put(name, source) != null) {
        throw refused(name + " is named twice");
      }
    }
    if (sources.isEmpty()) {
      throw refused("empty (expected: at least one folder or address)");
    }
    return new CombinedSource(sources);
  }

  /**
   * Returns the first folder that {@code model.sources} names: the one that commands write to.
   *
   * @throws InvalidInputException if it names none
   */
  public static Path folder(Config config) {
    return config.get(SourceKeys.SOURCES).stream()
        .filter(place -> !place.contains(":/"))
        .findFirst()
        .map(Path::of)
        .orElseThrow(() -> refused("addresses alone (expected: a folder among them)"));
  }

  private static Optional<ModelRemote> remote(String place, SourceContext context) {
    for (SourceKind kind : KINDS) {
      Optional<ModelRemote> remote = kind.open(place, context);
      if (remote.isPresent()) {
        return remote;
      }
    }
    if (place.contains("://")) {
      throw refused(
          place.substring(0, place.indexOf("://"))
              + ":// (expected: a folder, or an address that begins with https://, s3://, az://"
              + " or models:/)");
    }
    return Optional.empty();
  }

  private static Optional<ModelRemote> stored(String place, SourceContext context) {
    return StoredPlace.of(
            SourceKeys.SOURCES.name(),
            place,
            SourceKeys.stores(context.config()),
            InstantSource.system())
        .map(
            stored -> {
              String name = stored.store().name() + "/" + stored.key();
              if (!StoredRemote.isManifest(stored.key())) {
                throw refused(name + " (expected: a key that ends in /model.yaml)");
              }
              return new StoredRemote(
                  name, stored.key(), stored.store()::reading, context.client());
            });
  }

  /** Returns the bounds of downloads and uploads. */
  public static ArtefactSettings bounds(Config config) {
    return ArtefactSettings.of(
        config.get(SourceKeys.MAX_SIZE) * 1_048_576L, config.get(SourceKeys.ALLOW_HTTP));
  }

  /** Returns the folder of the models that were downloaded. */
  private static Path cache(Config config) {
    String cache = config.get(SourceKeys.CACHE);
    return cache.isEmpty()
        ? Path.of(config.get(SourceKeys.DATA_DIR)).resolve("models")
        : Path.of(cache);
  }

  /** Returns the fault of a value of {@code model.sources}; {@code problem} holds no query. */
  static InvalidInputException refused(String problem) {
    return InvalidInputException.of(
        "INVALID_CONFIGURATION", List.of(new FieldProblem(SourceKeys.SOURCES.name(), problem)));
  }
}
