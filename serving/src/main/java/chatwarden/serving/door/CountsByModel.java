package chatwarden.serving.door;

import chatwarden.repository.ModelId;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Keeps the counts of each version of a model that was asked. Safe for many threads. */
final class CountsByModel {
  private final ConcurrentMap<ModelId, ModelCounts> counts = new ConcurrentHashMap<>();

  /** Returns the counts of a version, which begin at 0. */
  ModelCounts of(ModelId id) {
    return counts.computeIfAbsent(id, _ -> new ModelCounts(InstantSource.system()));
  }
}
