package chatwarden.serving.repository;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FailedPreconditionException;
import chatwarden.runtime.error.UnavailableException;
import chatwarden.runtime.lifecycle.ServicePart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one task: loaded, checked, warm, and looked up by name, version or language.
 *
 * <p>A version that cannot be loaded is refused with one clear line, and the others stay. New
 * versions are loaded before old ones go, and an old one is closed with its last {@link
 * ModelLease}. Safe for use by many threads; {@link #refresh} runs one at a time.
 *
 * @param <M> the type of the models
 */
public final class ModelRepository<M extends AutoCloseable> implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(ModelRepository.class);

  private final String task;
  private final ModelSource source;
  private final Map<String, ModelLoader<M>> loaders;
  private final Map<String, String> preferred;
  private final List<String> refusals = new ArrayList<>();
  private volatile @Nullable ModelCatalog<M> catalog;

  /**
   * @param task the task of the manifests to serve; others are left alone
   * @param loaders one for every format
   * @param preferred the model of a language, where several speak it: {@code name} or {@code
   *     name@version} by language
   */
  public ModelRepository(
      String task,
      ModelSource source,
      List<? extends ModelLoader<M>> loaders,
      Map<String, String> preferred) {
    this.task = task;
    this.source = source;
    this.loaders =
        loaders.stream().collect(Collectors.toUnmodifiableMap(ModelLoader::format, l -> l));
    this.preferred = Map.copyOf(preferred);
  }

  @Override
  public String name() {
    return task + " models";
  }

  /**
   * Loads what the source says.
   *
   * @throws FailedPreconditionException if no version can be served, or a preferred one is missing
   */
  @Override
  public synchronized void start() {
    refresh();
    ModelCatalog<M> loaded = current();
    if (loaded.versions().isEmpty()) {
      throw FailedPreconditionException.of("NO_MODEL", noModel());
    }
    preferred.forEach(
        (language, model) -> {
          if (loaded.find(model).isEmpty()) {
            close();
            throw FailedPreconditionException.of(
                "NO_MODEL", "the model " + model + " that is to serve " + language + " is missing");
          }
        });
  }

  private String noModel() {
    String why = refusals.isEmpty() ? "none is there" : String.join("; ", refusals);
    return "no model for " + task + " can be served: " + why;
  }

  /** Brings what is served in line with the source: loads what is new, lets go what is gone. */
  public synchronized void refresh() {
    Map<ModelId, LoadedModel<M>> before =
        catalog == null ? Map.of() : Map.copyOf(current().versions());
    Map<ModelId, LoadedModel<M>> after = new TreeMap<>();
    refusals.clear();
    source
        .versions()
        .forEach(
            (id, folder) -> {
              LoadedModel<M> loaded = before.containsKey(id) ? before.get(id) : load(id, folder);
              if (loaded != null) {
                after.put(id, loaded);
              }
            });
    catalog = new ModelCatalog<>(after, preferred);
    before.forEach(
        (id, loaded) -> {
          if (!after.containsKey(id)) {
            loaded.release();
          }
        });
  }

  private @Nullable LoadedModel<M> load(ModelId id, Path folder) {
    try {
      ModelManifest manifest = ModelFiles.manifest(folder);
      if (!manifest.id().equals(id)) {
        throw BrokenModel.file(folder, "model.yaml says that this is " + manifest.id());
      }
      return manifest.task().equals(task) ? open(id, folder) : null;
    } catch (ChatwardenException e) {
      log.error("Refused model={} problem={}", id, e.getMessage());
      refusals.add(id + ": " + e.getMessage());
    } catch (Exception | LinkageError e) {
      log.error("Refused model={}", id, e);
      refusals.add(id + ": " + e);
    }
    return null;
  }

  private LoadedModel<M> open(ModelId id, Path folder) throws Exception {
    long begin = System.nanoTime();
    log.info("Starting model={}", id);
    ModelFiles files = ModelFiles.open(folder);
    ModelManifest manifest = files.manifest();
    ModelLoader<M> loader = loaders.get(manifest.format());
    if (loader == null) {
      throw BrokenModel.key(
          folder.resolve("model.yaml"),
          "format",
          manifest.format() + " (expected: one of " + new TreeMap<>(loaders).keySet() + ")");
    }
    M model = loader.open(files);
    try {
      if (!manifest.warmup().isEmpty()) {
        loader.warm(model, manifest.warmup());
      }
    } catch (Exception e) {
      model.close();
      throw e;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    log.info("Started model={} languages={} millis={}", id, manifest.languages(), millis);
    return new LoadedModel<>(manifest, model);
  }

  /**
   * The newest version of {@code name}, or the version {@code name@version}.
   *
   * @throws chatwarden.runtime.error.NotFoundException if it is not served
   */
  public ModelLease<M> lease(String model) {
    return lease(catalog -> catalog.named(model));
  }

  /**
   * The model that serves {@code language}, a BCP 47 primary subtag.
   *
   * @throws chatwarden.runtime.error.NotFoundException if none does
   */
  public ModelLease<M> leaseFor(String language) {
    return lease(catalog -> catalog.speaking(language));
  }

  private ModelLease<M> lease(Function<ModelCatalog<M>, LoadedModel<M>> choice) {
    Supplier<LoadedModel<M>> chosen = () -> choice.apply(current());
    LoadedModel<M> loaded = chosen.get();
    while (!loaded.acquire()) {
      loaded = chosen.get(); // It went between look-up and use; the catalog is newer now.
    }
    return new ModelLease<>(loaded);
  }

  /** The languages that are served, sorted. */
  public SortedSet<String> languages() {
    return current().languages();
  }

  /** The versions that are served, sorted. */
  public List<ModelId> models() {
    return List.copyOf(current().versions().keySet());
  }

  private ModelCatalog<M> current() {
    ModelCatalog<M> now = catalog;
    if (now == null) {
      throw UnavailableException.of("MODELS_NOT_LOADED", "the models are not loaded");
    }
    return now;
  }

  /** Lets every model go; those that are leased are closed when they come back. */
  @Override
  public synchronized void close() {
    ModelCatalog<M> last = catalog;
    catalog = null;
    if (last != null) {
      last.versions().values().forEach(LoadedModel::release);
    }
  }
}
