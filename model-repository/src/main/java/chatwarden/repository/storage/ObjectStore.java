package chatwarden.repository.storage;

import chatwarden.repository.remote.ArtefactLocation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * A container of objects, each with a key {@code folder/…/name}. It only signs addresses; {@link
 * chatwarden.repository.remote.ArtefactClient} and {@link ModelUpload} use them.
 */
public sealed interface ObjectStore permits AzureContainer, S3Bucket, SignedContainer {

  /** Returns its address for logs, without a credential. */
  String name();

  /** Returns where an object is read; each address is signed when it is asked for. */
  ArtefactLocation reading(String key);

  /** Returns where an object is written, with the headers that have the store check the content. */
  ArtefactLocation writing(String key, ObjectContent content);

  /**
   * Returns an address at which anyone may read an object for a while.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if this has no key to
   *     sign with; INVALID_INPUT, if the store allows no such validity
   */
  URI link(String key, Instant now, Duration validity);
}
