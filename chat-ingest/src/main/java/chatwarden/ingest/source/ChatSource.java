package chatwarden.ingest.source;

import java.util.Optional;

/**
 * Reads one chat, from the place where it is told to start until the chat is over.
 *
 * <p>A source runs once, on one virtual thread, and may block. It delivers in the order of the
 * chat, a comment again only when it goes on from a checkpoint.
 */
public interface ChatSource {
  /**
   * Reads until the end of the chat, and returns then.
   *
   * @throws SourceException when the chat cannot be read, or no longer
   * @throws InterruptedException when the thread is interrupted, which is how a source is stopped;
   *     earlier deliveries remain
   */
  void run(SourceSink sink) throws SourceException, InterruptedException;

  /**
   * The place where a later source of the same chat goes on: everything before it has been handed
   * to the sink. Empty until such a place is known, and of sources that have none. Any thread may
   * ask while the source runs.
   */
  default Optional<byte[]> checkpoint() {
    return Optional.empty();
  }

  /**
   * Returns the way by which the chat is read now; empty until it is known, and of platforms that
   * have one way alone. Any thread may ask while the source runs.
   */
  default Optional<ReadingWay> way() {
    return Optional.empty();
  }
}
