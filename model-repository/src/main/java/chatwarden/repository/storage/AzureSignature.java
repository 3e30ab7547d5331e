package chatwarden.repository.storage;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Signs addresses of blobs with the key of their account: a service SAS for one blob, by version
 * 2020-12-06 of the protocol.
 */
final class AzureSignature {

  private static final String VERSION = "2020-12-06";

  private final String account;
  private final byte[] key;

  /**
   * @param key the key of the account, as Azure shows it
   * @throws IllegalArgumentException if the key is not Base64; the message does not hold it
   */
  AzureSignature(String account, String key) {
    this.account = account;
    this.key = decoded(key);
  }

  private static byte[] decoded(String key) {
    try {
      return Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("key: not Base64 (expected: a key of a storage account)");
    }
  }

  /**
   * Returns the address with a signature.
   *
   * @param blob the address of the blob without a query
   * @param path its container and name, {@code container/name}, not encoded
   * @param permissions letters in the order of Azure's table: {@code r} read, {@code c} create,
   *     {@code w} write
   * @param expiry when it ends, to the second
   */
  URI signed(URI blob, String path, String permissions, Instant expiry) {
    String end = expiry.truncatedTo(ChronoUnit.SECONDS).toString();
    String protocol = blob.getScheme().equals("https") ? "https" : "https,http";
    String toSign =
        String.join(
            "\n",
            permissions,
            "", // start: now
            end,
            "/blob/" + account + "/" + path,
            "", // stored policy
            "", // addresses of callers
            protocol,
            VERSION,
            "b", // one blob
            "", // snapshot
            "", // encryption scope
            "", // Cache-Control, Content-Disposition, -Encoding, -Language and -Type of answers
            "",
            "",
            "",
            "");
    Map<String, String> query = new LinkedHashMap<>();
    query.put("sv", VERSION);
    query.put("spr", protocol);
    query.put("se", end);
    query.put("sr", "b");
    query.put("sp", permissions);
    query.put("sig", Base64.getEncoder().encodeToString(Hmac.sha256(key, toSign)));
    return URI.create(
        blob
            + "?"
            + query.entrySet().stream()
                .map(part -> part.getKey() + "=" + PercentEncoding.value(part.getValue()))
                .collect(Collectors.joining("&")));
  }
}
