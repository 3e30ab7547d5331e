package chatwarden.repository.storage;

import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.remote.ArtefactUpload;
import chatwarden.repository.remote.StoredObject;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Uploads versions to {@code <root>/<name>/<version>/} in a store, the tiers that they name as
 * well. What the store has already, by its size and SHA-256, is skipped, so that a push that was
 * cut goes on; {@code model.yaml} comes last, so that a version without it is not whole. Each
 * object is inspected after it was put.
 */
public final class ModelUpload {

  private final StoredPlace root;
  private final ArtefactUpload upload;
  private final Consumer<String> progress;

  /**
   * @param progress takes a line about each object
   */
  public ModelUpload(StoredPlace root, ArtefactUpload upload, Consumer<String> progress) {
    this.root = root;
    this.upload = upload;
    this.progress = progress;
  }

  /**
   * Uploads a version, whole and checked, with its tiers, and makes it the one of {@code
   * <root>/<name>/model.yaml}, which servers follow.
   *
   * @throws ChatwardenException if the store refuses, or has the version with another manifest
   */
  public void push(ModelFiles version) throws IOException {
    List<ModelFiles> all = withTiers(version);
    for (ModelFiles each : all) {
      requireSameOrNew(each);
    }
    for (ModelFiles each : all.reversed()) {
      pushOne(each);
    }
    Path manifest = version.directory().resolve(ModelFiles.MANIFEST);
    String current = version.manifest().id().name() + "/" + ModelFiles.MANIFEST;
    put(current, ObjectContent.of(manifest), BodyPublishers.ofFile(manifest));
  }

  private static List<ModelFiles> withTiers(ModelFiles version) {
    SequencedMap<ModelId, ModelFiles> all = new LinkedHashMap<>();
    List<ModelFiles> open = new ArrayList<>(List.of(version));
    while (!open.isEmpty()) {
      ModelFiles next = open.removeFirst();
      if (all.putIfAbsent(next.manifest().id(), next) == null) {
        next.manifest().tiers().forEach(tier -> open.add(next.tier(tier)));
      }
    }
    return List.copyOf(all.values());
  }

  private void requireSameOrNew(ModelFiles version) throws IOException {
    ModelId id = version.manifest().id();
    ObjectContent own = ObjectContent.of(version.directory().resolve(ModelFiles.MANIFEST));
    Optional<StoredObject> there =
        upload.inspect(root.store().reading(key(path(id, ModelFiles.MANIFEST))));
    if (there.isPresent() && !isSame(there.get(), own)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_VERSION_EXISTS",
          "%s is at %s with another model.yaml (expected: a new version for new content)"
              .formatted(id, root.store().name()));
    }
  }

  private void pushOne(ModelFiles version) throws IOException {
    ModelId id = version.manifest().id();
    List<String> paths = new ArrayList<>();
    version.manifest().files().stream().map(ModelFile::path).forEach(paths::add);
    paths.add(ModelFiles.MANIFEST);
    for (String path : paths) {
      Path file = version.directory().resolve(path);
      put(path(id, path), ObjectContent.of(file), BodyPublishers.ofFile(file));
    }
  }

  private void put(String path, ObjectContent content, BodyPublisher body) {
    Optional<StoredObject> before = upload.inspect(root.store().reading(key(path)));
    if (before.isPresent() && isSame(before.get(), content)) {
      progress.accept("there already " + path);
      return;
    }
    upload.put(root.store().writing(key(path), content), body);
    Optional<StoredObject> after = upload.inspect(root.store().reading(key(path)));
    if (after.isEmpty() || !isSame(after.get(), content)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "UPLOAD_WRONG",
          "%s of %s is not there as it was put (expected: %d bytes of sha256 %s)"
              .formatted(path, root.store().name(), content.size(), content.sha256()));
    }
    progress.accept("uploaded %s (%d bytes)".formatted(path, content.size()));
  }

  private static boolean isSame(StoredObject there, ObjectContent content) {
    return there.size() == content.size()
        && there.sha256().equals(content.sha256())
        && (there.md5().isEmpty() || there.md5().equals(content.md5()));
  }

  /**
   * Puts a document with an address for each file of a version that is there, and returns the
   * address of the document; all of them expire together.
   */
  public URI link(ModelFiles version, Instant now, Duration validity) {
    SequencedMap<ModelId, Map<String, URI>> links = new LinkedHashMap<>();
    for (ModelFiles each : withTiers(version)) {
      ModelId id = each.manifest().id();
      Map<String, URI> files = new LinkedHashMap<>();
      files.put(ModelFiles.MANIFEST, address(id, ModelFiles.MANIFEST, now, validity));
      for (ModelFile file : each.manifest().files()) {
        files.put(file.path(), address(id, file.path(), now, validity));
      }
      links.put(id, files);
    }
    String place = version.manifest().id().name() + "/" + VersionLinks.NAME;
    byte[] content =
        new VersionLinks(place, links).text(now.plus(validity)).getBytes(StandardCharsets.UTF_8);
    put(place, ObjectContent.of(content), BodyPublishers.ofByteArray(content));
    return root.store().link(key(place), now, validity);
  }

  private URI address(ModelId id, String path, Instant now, Duration validity) {
    return root.store().link(key(path(id, path)), now, validity);
  }

  private static String path(ModelId id, String path) {
    return id.name() + "/" + id.version() + "/" + path;
  }

  private String key(String path) {
    return root.key().isEmpty() ? path : root.key() + "/" + path;
  }
}
