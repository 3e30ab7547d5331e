package chatwarden.repository;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a version of a model alive while it is used. To be closed soon: a version that is to go is
 * closed with its last lease.
 *
 * @param <M> the type of the model
 */
public final class ModelLease<M extends AutoCloseable> implements AutoCloseable {

  private final LoadedModel<M> loaded;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over a use of {@code loaded} that is counted already. */
  ModelLease(LoadedModel<M> loaded) {
    this.loaded = loaded;
  }

  /** The model. Not to be closed by the holder of the lease. */
  public M model() {
    if (closed.get()) {
      throw new IllegalStateException("lease of " + id() + " is closed (a bug)");
    }
    return loaded.model();
  }

  /** Returns another lease of the same version, closed by itself. */
  public ModelLease<M> again() {
    if (!loaded.acquire()) {
      throw new IllegalStateException("lease of " + id() + " is closed (a bug)");
    }
    return new ModelLease<>(loaded);
  }

  /** Its name and version. */
  public ModelId id() {
    return loaded.manifest().id();
  }

  /** What its manifest says. */
  public ModelManifest manifest() {
    return loaded.manifest();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      loaded.release();
    }
  }
}
