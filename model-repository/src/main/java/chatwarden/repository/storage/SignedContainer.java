package chatwarden.repository.storage;

import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.repository.remote.ArtefactLocation;
import chatwarden.runtime.error.FaultCode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** A container of Azure Blob Storage whose address has a signature (SAS) for all of its blobs. */
final class SignedContainer implements ObjectStore {

  private final URI address;

  /**
   * @param address {@code https://<account>…/<container>?<SAS>}
   */
  SignedContainer(URI address) {
    this.address = address;
  }

  @Override
  public String name() {
    return ArtefactAddress.redacted(address);
  }

  @Override
  public ArtefactLocation reading(String key) {
    return ArtefactLocation.fixed(ArtefactAddress.of(blob(key)));
  }

  @Override
  public ArtefactLocation writing(String key, ObjectContent content) {
    return ArtefactLocation.fixed(new ArtefactAddress(blob(key), AzureContainer.headers(content)));
  }

  private URI blob(String key) {
    String plain = ArtefactAddress.redacted(address);
    return URI.create(plain + "/" + PercentEncoding.path(key) + "?" + address.getRawQuery());
  }

  @Override
  public URI link(String key, Instant now, Duration validity) {
    throw FaultCode.FAILED_PRECONDITION.exception(
        "NO_SIGNING_KEY",
        "--expires: %s has a signature and no key (expected: az:// or s3:// with a key)"
            .formatted(name()));
  }
}
