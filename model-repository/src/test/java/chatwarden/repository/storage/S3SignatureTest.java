package chatwarden.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of the S3 API Reference, "Authenticating Requests (AWS Signature Version 4)". */
final class S3SignatureTest {

  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final String EMPTY = Hmac.digest("");
  private static final S3Signature SIGNATURE =
      new S3Signature(
          new S3Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""),
          "us-east-1");

  @Test
  void getObjectIsSignedAsPublished() {
    assertThat(signed("GET", "/test.txt", Map.of("range", "bytes=0-9"), EMPTY))
        .isEqualTo(
            "AWS4-HMAC-SHA256"
                + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + " SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + " Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void putObjectIsSignedAsPublished() {
    Map<String, String> headers =
        Map.of(
            "date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY");

    assertThat(
            signed(
                "PUT",
                "/" + PercentEncoding.path("test$file.text"),
                headers,
                Hmac.digest("Welcome to Amazon S3.")))
        .endsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void queriesAreSignedAsPublished() {
    assertThat(signed("GET", "/?lifecycle=", Map.of(), EMPTY))
        .endsWith("=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    assertThat(signed("GET", "/?prefix=J&max-keys=2", Map.of(), EMPTY))
        .endsWith("=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void addressIsPresignedAsPublished() {
    assertThat(SIGNATURE.presigned(uri("/test.txt"), NOW, Duration.ofDays(1)))
        .isEqualTo(
            uri(
                "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                    + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F"
                    + "aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
                    + "&X-Amz-SignedHeaders=host&X-Amz-Signature="
                    + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"));
  }

  @Test
  void credentialsShowNoSecret() {
    assertThat(new S3Credentials("name", "s3cret", "t0ken")).hasToString("name");
  }

  private static String signed(
      String method, String path, Map<String, String> headers, String payload) {
    Map<String, String> signed = SIGNATURE.headers(method, uri(path), headers, payload, NOW);
    return signed.getOrDefault("authorization", "");
  }

  private static URI uri(String path) {
    return URI.create("https://examplebucket.s3.amazonaws.com" + path);
  }
}
