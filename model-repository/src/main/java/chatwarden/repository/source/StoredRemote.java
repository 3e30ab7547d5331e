package chatwarden.repository.source;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.remote.ArtefactClient;
import chatwarden.repository.remote.ArtefactLocation;
import chatwarden.repository.remote.ModelRemote;
import chatwarden.repository.remote.RemoteDocument;
import chatwarden.repository.remote.RemoteVersion;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A version by the key of its manifest: {@code <root>/<name>/<version>/model.yaml}, or {@code
 * <root>/<name>/model.yaml}, the copy of the manifest of the version that was pushed last, whose
 * files are in {@code <version>/} beside it. Tiers are in the same root. In any other folder the
 * files are beside the manifest.
 */
final class StoredRemote implements ModelRemote {

  /** How many bytes a manifest may have. */
  static final int MAX_MANIFEST = 1_048_576;

  private static final String MANIFEST = "/" + ModelFiles.MANIFEST;

  private final String name;
  private final String folder;
  private final Function<String, ArtefactLocation> locations;
  private final ArtefactClient client;
  private @Nullable RemoteDocument last;

  /**
   * @param name the place without a credential
   * @param key the key of the manifest
   * @param locations the location of a key
   */
  StoredRemote(
      String name,
      String key,
      Function<String, ArtefactLocation> locations,
      ArtefactClient client) {
    this.name = name;
    this.folder = key.substring(0, key.length() - MANIFEST.length());
    this.locations = locations;
    this.client = client;
  }

  /** Whether {@code key} is one of a manifest in a folder. */
  static boolean isManifest(String key) {
    return key.endsWith(MANIFEST) && key.length() > MANIFEST.length();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<RemoteVersion> versions() {
    RemoteDocument before = last;
    String tag = before == null ? "" : before.tag();
    RemoteDocument now =
        client.read(locations.apply(folder + MANIFEST), MAX_MANIFEST, tag).orElse(before);
    last = now;
    return now == null ? List.of() : List.of(version(folder, now.content()));
  }

  private Version version(String manifestFolder, byte[] manifest) {
    ModelId id = ModelFiles.manifest(manifest).id();
    boolean isOfModel = lastPart(manifestFolder).equals(id.name());
    return new Version(isOfModel ? manifestFolder + "/" + id.version() : manifestFolder, manifest);
  }

  private static String lastPart(String folder) {
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  private static String parent(String folder) {
    int slash = folder.lastIndexOf('/');
    return slash < 0 ? "" : folder.substring(0, slash);
  }

  /** A version whose files have keys in one folder. */
  private final class Version implements RemoteVersion {

    private final String place;
    private final byte[] content;

    Version(String place, byte[] content) {
      this.place = place;
      this.content = content;
    }

    @Override
    public byte[] manifest() {
      return content.clone();
    }

    @Override
    public ArtefactLocation file(String path) {
      return locations.apply(place + "/" + path);
    }

    @Override
    public RemoteVersion tier(ModelId id) {
      String root = parent(parent(place));
      String tier = (root.isEmpty() ? "" : root + "/") + id.name() + "/" + id.version();
      RemoteDocument document =
          client.read(locations.apply(tier + MANIFEST), MAX_MANIFEST, "").orElseThrow();
      return new Version(tier, document.content());
    }
  }
}
