package chatwarden.store.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * The beginning of an archive.
 *
 * @param layout the layout of the store that it was made of
 * @param chat the chat that it has; empty: all of the store
 * @param createTime when it was begun, in ms
 * @param producer the program and version that made it
 */
public record ArchiveHeader(
    int layout, Optional<String> chat, Instant createTime, String producer) {

  public ArchiveHeader {
    if (layout < 1) {
      throw new IllegalArgumentException("layout: " + layout + " (expected: >= 1)");
    }
    createTime = Instant.ofEpochMilli(createTime.toEpochMilli());
  }
}
