package chatwarden.ingest.session;

import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import java.util.function.Consumer;

/** Opens the way into the pipeline. */
@FunctionalInterface
public interface SinkFactory {
  /**
   * The way in for one chat.
   *
   * @param flagThreshold the flag threshold of the session, in [0, 1]
   * @param rejections hears of comments that the pipeline refuses although the source did not
   */
  SourceSink open(String chat, float flagThreshold, Consumer<Rejection> rejections);
}
