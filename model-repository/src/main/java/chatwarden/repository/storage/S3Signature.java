package chatwarden.repository.storage;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signs requests to S3 with AWS Signature Version 4, in headers or in the query. The path of an
 * address must be encoded as {@link PercentEncoding} does, and its query have a {@code =} in each
 * part.
 */
final class S3Signature {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final S3Credentials credentials;
  private final String region;

  S3Signature(S3Credentials credentials, String region) {
    this.credentials = credentials;
    this.region = region;
  }

  /**
   * Returns {@code headers} with those that sign the request; good for a quarter of an hour.
   *
   * @param headers by lower-case name, signed as well
   * @param payload the SHA-256 of the body in hexadecimal digits
   */
  Map<String, String> headers(
      String method, URI uri, Map<String, String> headers, String payload, Instant now) {
    SortedMap<String, String> signed = new TreeMap<>(headers);
    signed.put("host", uri.getRawAuthority());
    signed.put("x-amz-date", TIME.format(now));
    signed.put("x-amz-content-sha256", payload);
    if (!credentials.sessionToken().isEmpty()) {
      signed.put("x-amz-security-token", credentials.sessionToken());
    }
    String query = uri.getRawQuery() == null ? "" : sorted(uri.getRawQuery());
    String signature = signature(method, uri, query, signed, payload, now);
    String authorization =
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(ALGORITHM, credentials.accessKey(), scope(now), names(signed), signature);
    signed.remove("host"); // The client of HTTP sends it.
    signed.put("authorization", authorization);
    return signed;
  }

  /** Returns an address without a query that anyone may GET until {@code validity} is over. */
  URI presigned(URI uri, Instant now, Duration validity) {
    SortedMap<String, String> query = new TreeMap<>();
    query.put("X-Amz-Algorithm", ALGORITHM);
    query.put("X-Amz-Credential", credentials.accessKey() + "/" + scope(now));
    query.put("X-Amz-Date", TIME.format(now));
    query.put("X-Amz-Expires", Long.toString(validity.toSeconds()));
    query.put("X-Amz-SignedHeaders", "host");
    if (!credentials.sessionToken().isEmpty()) {
      query.put("X-Amz-Security-Token", credentials.sessionToken());
    }
    String written =
        query.entrySet().stream()
            .map(part -> part.getKey() + "=" + PercentEncoding.value(part.getValue()))
            .collect(Collectors.joining("&"));
    SortedMap<String, String> signed = new TreeMap<>(Map.of("host", uri.getRawAuthority()));
    String signature = signature("GET", uri, sorted(written), signed, UNSIGNED, now);
    return URI.create(uri + "?" + written + "&X-Amz-Signature=" + signature);
  }

  private String signature(
      String method,
      URI uri,
      String query,
      SortedMap<String, String> headers,
      String payload,
      Instant now) {
    StringBuilder request = new StringBuilder();
    request.append(method).append('\n').append(uri.getRawPath()).append('\n');
    request.append(query).append('\n');
    headers.forEach(
        (name, value) -> request.append(name).append(':').append(value.strip()).append('\n'));
    request.append('\n').append(names(headers)).append('\n').append(payload);
    String toSign =
        String.join("\n", ALGORITHM, TIME.format(now), scope(now), Hmac.digest(request.toString()));
    byte[] key = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : scope(now).split("/")) {
      key = Hmac.sha256(key, part);
    }
    return HexFormat.of().formatHex(Hmac.sha256(key, toSign));
  }

  private String scope(Instant now) {
    return TIME.format(now).substring(0, 8) + "/" + region + "/s3/aws4_request";
  }

  private static String names(SortedMap<String, String> headers) {
    return String.join(";", headers.keySet());
  }

  private static String sorted(String query) {
    return Arrays.stream(query.split("&")).sorted().collect(Collectors.joining("&"));
  }
}
