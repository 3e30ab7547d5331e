package chatwarden.repository.remote;

import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelManifest;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.SequencedSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings versions of a remote, with the tiers that they name, into its cache, all checked. */
final class VersionDownload {

  private static final Logger log = LoggerFactory.getLogger(VersionDownload.class);

  private final String source;
  private final VersionCache cache;
  private final ArtefactClient client;
  private final Set<ModelId> checked = new HashSet<>();

  VersionDownload(String source, VersionCache cache, ArtefactClient client) {
    this.source = source;
    this.cache = cache;
    this.client = client;
  }

  /**
   * Brings a version and its tiers into the cache, where they are not there, and adds their ids.
   *
   * @throws ChatwardenException if one cannot be had, or is not as its manifest says
   */
  void bring(RemoteVersion version, SequencedSet<ModelId> ids) throws IOException {
    ModelManifest manifest = ModelFiles.manifest(version.manifest());
    if (!ids.add(manifest.id())) {
      return;
    }
    if (!isThere(manifest.id())) {
      download(version, manifest);
    } else {
      requireSame(manifest.id(), version);
    }
    bringTiers(version, manifest, ids);
  }

  private void bringTiers(RemoteVersion version, ModelManifest manifest, SequencedSet<ModelId> ids)
      throws IOException {
    for (ModelId tier : manifest.tiers()) {
      if (isThere(tier)) {
        ids.add(tier);
      } else if (!ids.contains(tier)) {
        RemoteVersion remote = version.tier(tier);
        ModelId named = ModelFiles.manifest(remote.manifest()).id();
        if (!named.equals(tier)) {
          throw wrong(manifest.id(), "its tier " + tier + " says that it is " + named);
        }
        bring(remote, ids);
      }
    }
  }

  /** Whether the version is there; one whose files are damaged is deleted. */
  private boolean isThere(ModelId id) throws IOException {
    Path folder = cache.folder(id);
    if (!Files.isDirectory(folder)) {
      return false;
    }
    if (checked.add(id)) {
      try {
        log.debug("Checked model={} folder={}", id, ModelFiles.open(folder).directory());
      } catch (ChatwardenException e) {
        log.error("Deleting damaged model={} problem={}", id, e.getMessage());
        checked.remove(id);
        VersionCache.delete(folder);
        return false;
      }
    }
    return true;
  }

  private void requireSame(ModelId id, RemoteVersion version) throws IOException {
    Path kept = cache.folder(id).resolve(ModelFiles.MANIFEST);
    if (!Arrays.equals(Files.readAllBytes(kept), version.manifest())) {
      throw wrong(id, "model.yaml is not the one of this version before (expected: a new version)");
    }
  }

  private void download(RemoteVersion version, ModelManifest manifest) throws IOException {
    ModelId id = manifest.id();
    long begin = System.nanoTime();
    log.info("Downloading model={} source={}", id, source);
    Path folder = cache.incoming(id);
    Files.createDirectories(folder);
    for (ModelFile file : manifest.files()) {
      Path target = inside(folder, id, file.path());
      if (!isWhole(target, file)) {
        client.download(version.file(file.path()), target, file.sha256());
      }
    }
    Files.write(folder.resolve(ModelFiles.MANIFEST), version.manifest());
    cache.place(id);
    ModelFiles.open(cache.folder(id));
    checked.add(id);
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    log.info("Downloaded model={} source={} millis={}", id, source, millis);
  }

  private static boolean isWhole(Path target, ModelFile file) throws IOException {
    return Files.isRegularFile(target) && ModelFile.of(target).sha256().equals(file.sha256());
  }

  /** Returns the place of a file in a folder that holds no links. */
  private static Path inside(Path folder, ModelId id, String path) {
    try {
      Path target = folder.resolve(path).normalize();
      boolean leaves = !target.startsWith(folder) || path.contains("\\");
      if (leaves || target.equals(folder) || target.equals(folder.resolve(ModelFiles.MANIFEST))) {
        throw wrong(id, "files: " + path + " (expected: a file within the model's folder)");
      }
      return target;
    } catch (InvalidPathException e) {
      throw wrong(id, "files: a path that this system cannot have");
    }
  }

  private static ChatwardenException wrong(ModelId id, String problem) {
    return FaultCode.FAILED_PRECONDITION.exception("REMOTE_MODEL_WRONG", id + ": " + problem);
  }
}
