package chatwarden.ingest.session;

import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.Session;
import java.util.function.Consumer;

/** Opens the way into the pipeline. */
@FunctionalInterface
public interface SinkFactory {
  /**
   * Opens the way in for the chat of a session.
   *
   * @param fence the number of the lease under which the session runs
   * @param flagThreshold the flag threshold of the session, in [0, 1]
   * @param rejections hears of comments that the pipeline refuses although the source did not
   */
  SourceSink open(Session session, long fence, float flagThreshold, Consumer<Rejection> rejections);
}
