package chatwarden.runtime.lifecycle;

import java.time.Duration;
import java.util.List;

/**
 * A part of a process: started once, drained once, closed once, by one thread at a time.
 *
 * <p>Parts are started in order, and drained and closed in reverse order. A part that was not
 * started is neither drained nor closed.
 */
public interface ServicePart {

  /**
   * Starts the part; when this returns, it works. A part that throws here releases its resources.
   */
  void start() throws Exception;

  /** Takes no more work and finishes the work in hand, within {@code timeout}. */
  default void drain(Duration timeout) throws Exception {}

  /** Releases everything, whether it was drained or not. */
  void close() throws Exception;

  /** What people call it, in logs and messages. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** One part made of parts that start one after the other. */
  static ServicePart inOrder(String name, List<? extends ServicePart> parts) {
    return new PartSequence(name, parts);
  }

  /** One part made of parts that start, drain and close all at the same time. */
  static ServicePart together(String name, List<? extends ServicePart> parts) {
    return new PartGroup(name, parts);
  }
}
