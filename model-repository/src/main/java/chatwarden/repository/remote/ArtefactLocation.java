package chatwarden.repository.remote;

/**
 * The place of an artefact, whose address may expire. It is asked for an address before the first
 * request and again whenever the one that it gave is refused (401, 403, 404), so that one that
 * signs, or has a server sign, gives a fresh one each time.
 */
@FunctionalInterface
public interface ArtefactLocation {

  /**
   * Returns an address that is valid now.
   *
   * @throws chatwarden.runtime.error.ChatwardenException if the place cannot be asked; UNAVAILABLE
   *     where asking later may succeed
   */
  ArtefactAddress resolve();

  /** Returns the location of an address that stays as it is. */
  static ArtefactLocation fixed(ArtefactAddress address) {
    return () -> address;
  }
}
