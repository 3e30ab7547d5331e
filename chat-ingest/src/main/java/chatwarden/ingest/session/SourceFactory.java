package chatwarden.ingest.session;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.SourceException;
import chatwarden.livechat.v1.Session;
import java.util.Optional;

/** Makes the source that a session asks for. */
@FunctionalInterface
public interface SourceFactory {
  /**
   * A source that has not begun.
   *
   * @param checkpoint where it goes on; empty for the beginning
   * @throws SourceException when the session asks for what there is not
   */
  ChatSource open(Session session, Optional<byte[]> checkpoint) throws SourceException;
}
