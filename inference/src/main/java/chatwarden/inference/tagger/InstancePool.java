package chatwarden.inference.tagger;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Memory that calls work in, kept for later ones: as many pieces as calls ever ran at once. What a
 * call leaves in its piece, such as words it remembers, the next one finds. Safe for any thread.
 */
public final class InstancePool<M> {

  private final Supplier<M> fresh;
  private final Queue<M> spare = new ConcurrentLinkedQueue<>();

  /**
   * @param fresh makes a piece when none is to spare
   */
  public InstancePool(Supplier<M> fresh) {
    this.fresh = fresh;
  }

  /** Does {@code work} in a piece that no other call has meanwhile; if it throws, that is left. */
  public <R> R with(Function<M, R> work) {
    M taken = spare.poll();
    M piece = taken == null ? fresh.get() : taken;
    R result = work.apply(piece);
    spare.add(piece);
    return result;
  }
}
