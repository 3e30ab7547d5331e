package chatwarden.repository;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultWords;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens, checks and warms single versions of one task, and says how that went. */
final class VersionLoader<M extends AutoCloseable> {

  private static final Logger log = LoggerFactory.getLogger(VersionLoader.class);

  private final String task;
  private final Map<String, ModelLoader<M>> loaders;
  private final MeterRegistry registry;

  /** What became of a version. */
  sealed interface Outcome<M extends AutoCloseable> {

    /** It is ready. */
    record Loaded<M extends AutoCloseable>(LoadedModel<M> model) implements Outcome<M> {}

    /** It cannot be served. */
    record Refused<M extends AutoCloseable>(String problem) implements Outcome<M> {}

    /** A model of another task. */
    record OfOtherTask<M extends AutoCloseable>() implements Outcome<M> {}
  }

  VersionLoader(String task, List<? extends ModelLoader<M>> loaders, MeterRegistry registry) {
    this.task = task;
    this.loaders =
        loaders.stream().collect(Collectors.toUnmodifiableMap(ModelLoader::format, l -> l));
    this.registry = registry;
  }

  Outcome<M> load(ModelId id, Path folder) {
    long begin = System.nanoTime();
    try {
      ModelManifest manifest = ModelFiles.manifest(id, folder);
      if (!manifest.task().equals(task)) {
        return new Outcome.OfOtherTask<>();
      }
      log.info("Starting model={}", id);
      M model = open(folder);
      long nanos = took(begin, "loaded");
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
      log.info("Started model={} languages={} millis={}", id, manifest.languages(), millis);
      return new Outcome.Loaded<>(new LoadedModel<>(manifest, model));
    } catch (ChatwardenException e) {
      return refused(id, begin, String.valueOf(e.getMessage()));
    } catch (Exception | LinkageError e) {
      log.debug("Failed to open model={}", id, e);
      return refused(id, begin, FaultWords.of(e));
    }
  }

  /** Loads and warms the version in {@code folder} once; returns the problem, empty without one. */
  String problem(Path folder) {
    try (M model = open(folder)) {
      log.debug("Loaded folder={} model={}", folder, model);
      return "";
    } catch (ChatwardenException e) {
      return String.valueOf(e.getMessage());
    } catch (Exception | LinkageError e) {
      log.debug("Failed to open folder={}", folder, e);
      return FaultWords.of(e);
    }
  }

  String task() {
    return task;
  }

  private Outcome<M> refused(ModelId id, long begin, String problem) {
    log.error("Refused model={} problem={}", id, problem);
    took(begin, "refused");
    return new Outcome.Refused<>(problem);
  }

  private long took(long begin, String outcome) {
    long nanos = System.nanoTime() - begin;
    Timer.builder("model.load")
        .description("How long versions of models took to be checked, opened and warmed")
        .tag("task", task)
        .tag("outcome", outcome)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
    return nanos;
  }

  private M open(Path folder) throws Exception {
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
    } catch (Exception | LinkageError e) {
      model.close();
      throw e;
    }
    return model;
  }
}
