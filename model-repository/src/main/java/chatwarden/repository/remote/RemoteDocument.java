package chatwarden.repository.remote;

/**
 * A small artefact that was read whole.
 *
 * @param content its bytes
 * @param tag the entity tag that the server gave it, weak or strong; empty if it gave none
 */
public record RemoteDocument(byte[] content, String tag) {

  /** Copies the content. */
  public RemoteDocument {
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }
}
