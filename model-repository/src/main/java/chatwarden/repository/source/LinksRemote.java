package chatwarden.repository.source;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.repository.remote.ArtefactClient;
import chatwarden.repository.remote.ArtefactLocation;
import chatwarden.repository.remote.ModelRemote;
import chatwarden.repository.remote.RemoteDocument;
import chatwarden.repository.remote.RemoteVersion;
import chatwarden.repository.storage.VersionLinks;
import chatwarden.runtime.error.FaultCode;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a document with an address for each file, as {@code chatwarden models push
 * --expires} makes it. An address that is refused is read anew from the document, which a later
 * push may have renewed.
 */
final class LinksRemote implements ModelRemote {

  /** The end of the path of such a document. */
  static final String SUFFIX = "/" + VersionLinks.NAME;

  private final URI uri;
  private final ArtefactClient client;
  private final Map<URI, byte[]> manifests = new HashMap<>();
  private @Nullable RemoteDocument document;
  private @Nullable VersionLinks links;

  LinksRemote(URI uri, ArtefactClient client) {
    this.uri = uri;
    this.client = client;
  }

  @Override
  public String name() {
    return ArtefactAddress.redacted(uri);
  }

  @Override
  public List<RemoteVersion> versions() {
    return List.of(new LinkedVersion(read().first()));
  }

  /** Returns the links as the document has them now. */
  private VersionLinks read() {
    RemoteDocument before = document;
    RemoteDocument now =
        client
            .read(
                ArtefactLocation.fixed(ArtefactAddress.of(uri)),
                StoredRemote.MAX_MANIFEST,
                before == null ? "" : before.tag())
            .orElse(before);
    VersionLinks known = links;
    if (known == null || (now != null && now != before)) {
      known = VersionLinks.parse(name(), now == null ? new byte[0] : now.content());
      document = now;
      links = known;
      manifests.clear();
    }
    return known;
  }

  /** A version of the document. */
  private final class LinkedVersion implements RemoteVersion {

    private final ModelId id;

    LinkedVersion(ModelId id) {
      this.id = id;
    }

    @Override
    public byte[] manifest() {
      URI address = current().address(id, ModelFiles.MANIFEST);
      byte[] known = manifests.get(address);
      if (known == null) {
        known =
            client
                .read(file(ModelFiles.MANIFEST), StoredRemote.MAX_MANIFEST, "")
                .orElseThrow()
                .content();
        manifests.put(address, known);
      }
      return known.clone();
    }

    @Override
    public ArtefactLocation file(String path) {
      return new LinkLocation(id, path);
    }

    @Override
    public RemoteVersion tier(ModelId tier) {
      if (!current().has(tier)) {
        throw FaultCode.FAILED_PRECONDITION.exception(
            "REMOTE_MODEL_WRONG", name() + ": tier " + tier + " of " + id + " is missing");
      }
      return new LinkedVersion(tier);
    }
  }

  private VersionLinks current() {
    VersionLinks known = links;
    return known == null ? read() : known;
  }

  /** The address of a file; from the document again when it is asked for once more. */
  private final class LinkLocation implements ArtefactLocation {

    private final ModelId id;
    private final String path;
    private boolean isKnown;

    LinkLocation(ModelId id, String path) {
      this.id = id;
      this.path = path;
    }

    @Override
    public ArtefactAddress resolve() {
      VersionLinks now = isKnown ? read() : current();
      isKnown = true;
      return ArtefactAddress.of(now.address(id, path));
    }
  }
}
