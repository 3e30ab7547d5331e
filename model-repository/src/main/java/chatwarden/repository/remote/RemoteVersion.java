package chatwarden.repository.remote;

import chatwarden.repository.ModelId;

/** A version of a model outside of this machine. */
public interface RemoteVersion {

  /** Returns the content of its {@code model.yaml}, which says its files and their checksums. */
  byte[] manifest();

  /** Returns the location of the file that the manifest lists as {@code path}. */
  ArtefactLocation file(String path);

  /**
   * Returns the version that the manifest names as a tier; asked only where that is not kept.
   *
   * @throws chatwarden.runtime.error.ChatwardenException UNAVAILABLE, if the place is away; another
   *     code, if it does not have the tier
   */
  RemoteVersion tier(ModelId id);
}
