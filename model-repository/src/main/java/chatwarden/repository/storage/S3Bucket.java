package chatwarden.repository.storage;

import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.repository.remote.ArtefactLocation;
import chatwarden.runtime.error.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** A bucket of S3 or of a store that speaks its protocol. */
final class S3Bucket implements ObjectStore {

  /** The SHA-256 of nothing. */
  private static final String EMPTY = Hmac.digest("");

  /** The longest validity of an address that is signed with Signature Version 4. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private final String bucket;
  private final URI base;
  private final S3Signature signature;
  private final InstantSource clock;

  /**
   * @param base the address of the bucket, without a {@code /} at its end
   */
  S3Bucket(String bucket, URI base, S3Signature signature, InstantSource clock) {
    this.bucket = bucket;
    this.base = base;
    this.signature = signature;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "s3://" + bucket;
  }

  @Override
  public ArtefactLocation reading(String key) {
    return () -> signed("GET", key, Map.of(), EMPTY);
  }

  @Override
  public ArtefactLocation writing(String key, ObjectContent content) {
    byte[] digest = HexFormat.of().parseHex(content.sha256());
    Map<String, String> headers =
        Map.of(
            "x-amz-meta-sha256", content.sha256(),
            "x-amz-checksum-sha256", Base64.getEncoder().encodeToString(digest));
    return () -> signed("PUT", key, headers, content.sha256());
  }

  private ArtefactAddress signed(
      String method, String key, Map<String, String> headers, String payload) {
    URI uri = object(key);
    return new ArtefactAddress(
        uri, signature.headers(method, uri, headers, payload, clock.instant()));
  }

  @Override
  public URI link(String key, Instant now, Duration validity) {
    if (validity.compareTo(LONGEST) > 0) {
      throw InvalidInputException.of("--expires", validity + " (expected: at most 7d on S3)");
    }
    return signature.presigned(object(key), now, validity);
  }

  private URI object(String key) {
    return URI.create(base + "/" + PercentEncoding.path(key));
  }
}
