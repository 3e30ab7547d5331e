package chatwarden.repository;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The models that are served at one moment. Immutable. */
final class ModelCatalog<M extends AutoCloseable> {

  private final NavigableMap<ModelId, LoadedModel<M>> versions;
  private final NavigableMap<String, LoadedModel<M>> newest = new TreeMap<>();
  private final NavigableMap<String, LoadedModel<M>> byLanguage = new TreeMap<>();

  /**
   * @param preferred which model serves a language, {@code name} or {@code name@version}; where it
   *     names none that is served, the first by name that speaks the language does
   */
  ModelCatalog(Map<ModelId, LoadedModel<M>> versions, Map<String, String> preferred) {
    this.versions = new TreeMap<>(versions);
    this.versions.values().forEach(loaded -> newest.put(loaded.manifest().id().name(), loaded));
    for (LoadedModel<M> loaded : newest.values()) {
      loaded.manifest().languages().forEach(language -> byLanguage.putIfAbsent(language, loaded));
    }
    preferred.forEach(
        (language, model) -> find(model).ifPresent(loaded -> byLanguage.put(language, loaded)));
  }

  NavigableMap<ModelId, LoadedModel<M>> versions() {
    return versions;
  }

  SortedSet<String> languages() {
    return new TreeSet<>(byLanguage.keySet());
  }

  /** The model {@code name@version}, or the newest of {@code name}. */
  Optional<LoadedModel<M>> find(String model) {
    int at = model.indexOf('@');
    if (at < 0) {
      return Optional.ofNullable(newest.get(model));
    }
    String name = model.substring(0, at);
    String version = model.substring(at + 1);
    return ModelId.isValid(name) && ModelId.isValid(version)
        ? Optional.ofNullable(versions.get(new ModelId(name, version)))
        : Optional.empty();
  }

  LoadedModel<M> named(String model) {
    if (model.length() > 129) {
      throw InvalidInputException.of(
          "model", model.length() + " characters (expected: name or name@version)");
    }
    return find(model).orElseThrow(() -> notServed("MODEL_NOT_FOUND", "model", model));
  }

  LoadedModel<M> speaking(String language) {
    LoadedModel<M> loaded = byLanguage.get(language);
    if (loaded == null) {
      throw notServed("LANGUAGE_NOT_SERVED", "language", language);
    }
    return loaded;
  }

  private ChatwardenException notServed(String reason, String what, String asked) {
    Collection<?> served = what.equals("model") ? versions.keySet() : byLanguage.keySet();
    String names = served.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return FaultCode.NOT_FOUND.exception(
        reason, what + " " + asked + " is not served (served: " + names + ")");
  }
}
