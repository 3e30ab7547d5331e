package chatwarden.ingest.source;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.lifecycle.ServicePart;
import java.util.Optional;

/** The way from this process to a platform, for all sessions. Safe for any number of threads. */
public interface PlatformConnection extends ServicePart {

  /**
   * Returns a source that has not begun.
   *
   * @param address the address without its scheme
   * @param checkpoint the place to go on from; empty for the beginning
   * @throws SourceException if the session asks for a chat that cannot be read
   */
  ChatSource open(Session session, String address, Optional<byte[]> checkpoint)
      throws SourceException;

  /** Returns the gRPC service that comments come in by; empty where the sources fetch them. */
  default Optional<PlatformDoor> door() {
    return Optional.empty();
  }

  @Override
  default void start() {}

  @Override
  default void close() {}
}
