package chatwarden.ingest.session;

import chatwarden.ingest.source.SourceSink;

/** Opens the way into the pipeline. */
@FunctionalInterface
public interface SinkFactory {
  /**
   * The way in for one chat.
   *
   * @param flagThreshold the offensive probability beyond which comments are flagged, in [0, 1]
   */
  SourceSink open(String chat, float flagThreshold);
}
