package chatwarden.store.sketch;

import chatwarden.domain.sketch.Sketch;
import java.time.Instant;
import java.util.List;

/**
 * The sketches of all chats. Recording and reviewing write them. Safe for use by many threads;
 * blocks for the store.
 */
public interface SketchStore {

  /**
   * Reads the sketches of the hours that begin in {@code [from, to)}, those of all chats added up.
   */
  List<Sketch> read(Instant from, Instant to);
}
