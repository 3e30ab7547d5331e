package chatwarden.repository;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.ServicePart;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one task: loaded, checked, warm, and looked up by name, version or language.
 *
 * <p>New versions are loaded and warmed on the thread that calls {@link #refresh} or {@link #poll},
 * then all of them take their places at once; an old one is closed with its last {@link
 * ModelLease}. A version that cannot be loaded is refused with one clear line, and is looked at
 * again when its folder has changed; the served versions stay. A version does not change while it
 * is served: changes of its folder are not read.
 *
 * <p>A version goes when its folder is gone or newer ones have taken its place, see {@link
 * VersionPolicy}; one that is pinned stays until this is closed, one that is kept while it is, and
 * so do the last ones of all.
 *
 * <p>Safe for use by many threads.
 *
 * @param <M> the type of the models
 */
public final class ModelRepository<M extends AutoCloseable> implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(ModelRepository.class);

  private final String task;
  private final ModelSource source;
  private final VersionLoader<M> loader;
  private final VersionPolicy policy;
  private final Map<ModelId, FolderStamp> seen = new HashMap<>();
  private final Map<ModelId, FolderStamp> leftAlone = new HashMap<>();
  private final SortedMap<ModelId, String> refusals = new TreeMap<>();
  private volatile @Nullable ModelCatalog<M> catalog;
  private volatile List<ModelStatus> statuses = List.of();
  private volatile Set<ModelId> kept = Set.of();

  /**
   * @param task the task of the manifests to serve; others are left alone
   * @param loaders one for every format
   */
  public ModelRepository(
      String task,
      ModelSource source,
      List<? extends ModelLoader<M>> loaders,
      VersionPolicy policy,
      MeterRegistry registry) {
    this.task = task;
    this.source = source;
    this.loader = new VersionLoader<>(task, loaders, registry);
    this.policy = policy;
    Gauge.builder("model.served", this, ModelRepository::count)
        .description("Versions of models that answer calls")
        .tag("task", task)
        .register(registry);
  }

  private int count() {
    ModelCatalog<M> now = catalog;
    return now == null ? 0 : now.versions().size();
  }

  @Override
  public String name() {
    return task + " models";
  }

  /**
   * Loads what the source says.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, if no version can be served, or a preferred
   *     one is missing
   */
  @Override
  public synchronized void start() {
    refresh();
    ModelCatalog<M> loaded = current();
    if (loaded.versions().isEmpty()) {
      throw FaultCode.FAILED_PRECONDITION.exception("NO_MODEL", noModel());
    }
    policy
        .preferred()
        .forEach(
            (language, model) -> {
              if (loaded.find(model).isEmpty()) {
                close();
                throw FaultCode.FAILED_PRECONDITION.exception(
                    "NO_MODEL",
                    "the model " + model + " that is to serve " + language + " is missing");
              }
            });
  }

  private String noModel() {
    List<String> why = new ArrayList<>();
    refusals.forEach((id, problem) -> why.add(id + ": " + problem));
    return "no model for %s can be served: %s"
        .formatted(task, why.isEmpty() ? "none is there" : String.join("; ", why));
  }

  /** Brings the served versions in line with the source. */
  public synchronized void refresh() {
    update(false);
  }

  /**
   * As {@link #refresh}, called again and again: takes a new version only when its folder has not
   * changed between two calls, so that one that is being copied is left alone until it is whole.
   */
  public synchronized void poll() {
    if (catalog != null) {
      update(true);
    }
  }

  private void update(boolean patiently) {
    NavigableMap<ModelId, Path> folders = new TreeMap<>(source.versions());
    Map<ModelId, LoadedModel<M>> before = catalog == null ? Map.of() : current().versions();
    Map<ModelId, LoadedModel<M>> after = new TreeMap<>();
    List.of(seen, leftAlone, refusals).forEach(known -> known.keySet().retainAll(folders.keySet()));
    Map<String, Integer> counts = new HashMap<>();
    folders
        .descendingMap()
        .forEach(
            (id, folder) -> {
              if (isPinned(id) || counts.getOrDefault(id.name(), 0) < policy.newest()) {
                LoadedModel<M> served = before.get(id);
                LoadedModel<M> loaded = served == null ? load(id, folder, patiently) : served;
                if (loaded != null) {
                  after.put(id, loaded);
                  counts.merge(id.name(), 1, Integer::sum);
                }
              }
            });
    keepWhatMustStay(before, after);
    catalog = new ModelCatalog<>(after, policy.preferred());
    statuses = statusesOf(after);
    before.forEach(
        (id, loaded) -> {
          if (!after.containsKey(id)) {
            log.info("Stopping model={}", id);
            loaded.release();
          }
        });
  }

  /**
   * Has these versions served however old they are, in place of those of an earlier call; from the
   * next {@link #poll} on.
   */
  public void keep(Set<ModelId> versions) {
    kept = Set.copyOf(versions);
  }

  private boolean isPinned(ModelId id) {
    return policy.pins(id) || kept.contains(id);
  }

  private List<ModelStatus> statusesOf(Map<ModelId, LoadedModel<M>> served) {
    SortedMap<ModelId, String> problems = new TreeMap<>(refusals);
    served.keySet().forEach(id -> problems.put(id, ""));
    List<ModelStatus> all = new ArrayList<>();
    problems.forEach((id, problem) -> all.add(new ModelStatus(id, problem)));
    return List.copyOf(all);
  }

  private void keepWhatMustStay(
      Map<ModelId, LoadedModel<M>> before, Map<ModelId, LoadedModel<M>> after) {
    boolean nothingIsLeft = after.isEmpty();
    before.forEach(
        (id, loaded) -> {
          if (nothingIsLeft || isPinned(id)) {
            after.putIfAbsent(id, loaded);
          }
        });
  }

  private @Nullable LoadedModel<M> load(ModelId id, Path folder, boolean patiently) {
    FolderStamp now = FolderStamp.of(folder);
    FolderStamp last = seen.put(id, now);
    if (now.equals(leftAlone.get(id)) || (patiently && !now.equals(last))) {
      return null;
    }
    leftAlone.remove(id);
    refusals.remove(id);
    return switch (loader.load(id, folder)) {
      case VersionLoader.Outcome.Loaded<M>(LoadedModel<M> model) -> model;
      case VersionLoader.Outcome.Refused<M>(String problem) -> {
        refusals.put(id, problem);
        leftAlone.put(id, now);
        yield null;
      }
      case VersionLoader.Outcome.OfOtherTask<M>() -> {
        leftAlone.put(id, now);
        yield null;
      }
    };
  }

  /**
   * The newest version of {@code name}, or the version {@code name@version}.
   *
   * @throws chatwarden.runtime.error.ChatwardenException NOT_FOUND, if it is not served
   */
  public ModelLease<M> lease(String model) {
    return lease(catalog -> catalog.named(model));
  }

  /**
   * The model that serves {@code language}, a BCP 47 primary subtag.
   *
   * @throws chatwarden.runtime.error.ChatwardenException NOT_FOUND, if none does
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

  /** Returns the lease of a version; empty where it is not served. */
  public Optional<ModelLease<M>> leaseOf(ModelId version) {
    LoadedModel<M> loaded = current().versions().get(version);
    while (loaded != null && !loaded.acquire()) {
      loaded = current().versions().get(version); // It went between look-up and use.
    }
    return loaded == null ? Optional.empty() : Optional.of(new ModelLease<>(loaded));
  }

  /** The languages that are served, sorted. */
  public SortedSet<String> languages() {
    return current().languages();
  }

  /** The versions that are served, sorted. */
  public List<ModelId> models() {
    return List.copyOf(current().versions().keySet());
  }

  /** The versions that are served and those that are refused, sorted. */
  public List<ModelStatus> statuses() {
    return statuses;
  }

  private ModelCatalog<M> current() {
    ModelCatalog<M> now = catalog;
    if (now == null) {
      throw FaultCode.UNAVAILABLE.exception("MODELS_NOT_LOADED", "the models are not loaded");
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
