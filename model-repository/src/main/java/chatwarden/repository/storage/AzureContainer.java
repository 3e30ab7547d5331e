package chatwarden.repository.storage;

import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.repository.remote.ArtefactLocation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** A container of Azure Blob Storage, with the key of its account: signs each blob by itself. */
final class AzureContainer implements ObjectStore {

  /** How long an address is good that is used at once. */
  private static final Duration BRIEF = Duration.ofMinutes(15);

  private final String account;
  private final String container;
  private final URI endpoint;
  private final AzureSignature signature;
  private final InstantSource clock;

  /**
   * @param endpoint the address of the account, without a {@code /} at its end
   * @param key the key of the account
   */
  AzureContainer(String account, String container, URI endpoint, String key, InstantSource clock) {
    this.account = account;
    this.container = container;
    this.endpoint = endpoint;
    this.signature = new AzureSignature(account, key);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "az://" + account + "/" + container;
  }

  @Override
  public ArtefactLocation reading(String key) {
    return () -> ArtefactAddress.of(signed(key, "r", clock.instant(), BRIEF));
  }

  @Override
  public ArtefactLocation writing(String key, ObjectContent content) {
    return () -> new ArtefactAddress(signed(key, "cw", clock.instant(), BRIEF), headers(content));
  }

  /** Returns the headers of a blob that is put whole. */
  static Map<String, String> headers(ObjectContent content) {
    return Map.of(
        "x-ms-blob-type",
        "BlockBlob",
        "x-ms-version",
        "2020-12-06",
        "x-ms-meta-sha256",
        content.sha256(),
        "content-md5",
        content.md5());
  }

  @Override
  public URI link(String key, Instant now, Duration validity) {
    return signed(key, "r", now, validity);
  }

  private URI signed(String key, String permissions, Instant now, Duration validity) {
    String path = container + "/" + key;
    URI blob = URI.create(endpoint + "/" + PercentEncoding.path(path));
    return signature.signed(blob, path, permissions, now.plus(validity));
  }
}
