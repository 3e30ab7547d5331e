package chatwarden.repository.remote;

import chatwarden.repository.ModelId;
import chatwarden.repository.ModelSource;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.retry.Backoff;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions that a remote names, as folders of its cache. A version is in the cache whole, with
 * every checksum right, or not at all. While the remote is away, or names what cannot be had, the
 * versions that it named before stay, also after a restart; the reason is logged once, and the
 * remote is asked again after a pause that grows to five minutes. The cache of a place that no
 * process has used for 30 days is deleted by the next look of another.
 *
 * <p>Used by one thread at a time; several of the same cache may be used at once, in one process or
 * in many.
 */
public final class RemoteModelSource implements ModelSource {

  private static final Logger log = LoggerFactory.getLogger(RemoteModelSource.class);

  /** How long the cache of a place is kept that no process uses. */
  private static final Duration UNUSED = Duration.ofDays(30);

  private final ModelRemote remote;
  private final VersionCache cache;
  private final VersionDownload download;
  private final InstantSource clock;
  private final Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));
  private @Nullable ChatwardenException fault;
  private Instant nextLook = Instant.MIN;

  /**
   * @param cache the folder of all caches; the remote has one of its own in it
   * @param clock says when a remote that failed is asked again
   */
  public RemoteModelSource(
      ModelRemote remote, Path cache, ArtefactClient client, InstantSource clock) {
    this.remote = remote;
    this.cache = new VersionCache(cache.resolve(CacheFolders.name(remote.name())));
    this.download = new VersionDownload(remote.name(), this.cache, client);
    this.clock = clock;
  }

  /**
   * Returns the versions that the remote names; where it is away, those that it named last.
   *
   * @throws ChatwardenException if it is away, or a version that it names cannot be had, and it
   *     named nothing before
   */
  @Override
  public Map<ModelId, Path> versions() {
    keep();
    if (!clock.instant().isBefore(nextLook)) {
      look();
    }
    Map<ModelId, Path> named = cache.named();
    if (fault != null && named.isEmpty()) {
      throw fault;
    }
    return named;
  }

  private void keep() {
    try {
      cache.touch(clock.instant());
    } catch (IOException e) {
      failed(ArtefactFaults.unwritable(e));
    }
  }

  private void look() {
    try {
      cache.locked(
          () -> {
            SequencedSet<ModelId> ids = new LinkedHashSet<>();
            for (RemoteVersion version : remote.versions()) {
              download.bring(version, ids);
            }
            cache.name(ids);
            cache.touch(clock.instant());
            cache.dropUnused(clock.instant().minus(UNUSED));
            return ids;
          });
      if (fault != null) {
        log.info("Reached source={} again", remote.name());
      }
      fault = null;
      backoff.reset();
    } catch (ChatwardenException e) {
      failed(e);
    } catch (IOException e) {
      failed(ArtefactFaults.unwritable(e));
    }
  }

  private void failed(ChatwardenException e) {
    nextLook = clock.instant().plus(backoff.next());
    boolean isNew = fault == null || !fault.getMessage().equals(e.getMessage());
    fault = e;
    boolean isEnding = Thread.currentThread().isInterrupted();
    if (isNew && !isEnding && !cache.named().isEmpty()) {
      log.error(
          "Failed to look for models at source={} keeping={} problem={}",
          remote.name(),
          cache.named().keySet(),
          e.getMessage());
    }
  }
}
