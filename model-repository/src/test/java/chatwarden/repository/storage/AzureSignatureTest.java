package chatwarden.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Azure publishes no example of this version; these are of its Python client, 12.31.1. */
final class AzureSignatureTest {

  /** The key of the emulator, which everyone knows. */
  private static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  @ParameterizedTest
  @CsvSource({
    "https,5P+rdl6RI4oY+QwzSD+t2DyoQZEB6DN+tVTk/pxjWEs=",
    "http,0r7ASLd8eCsj8y8VttijjdgH4fSnrcXx+Cyr28KMsHk="
  })
  void addressIsSignedAsAzuresOwnClientDoes(String scheme, String signature) {
    String path = "models/pre fix/vi-linear/5/model.yaml";
    URI blob = URI.create(scheme + "://host/devstoreaccount1/" + PercentEncoding.path(path));

    URI signed =
        new AzureSignature("devstoreaccount1", KEY)
            .signed(blob, path, "r", Instant.parse("2026-12-01T03:04:05.678Z"));

    assertThat(signed.getQuery())
        .contains("sv=2020-12-06", "se=2026-12-01T03:04:05Z", "sr=b", "sp=r")
        .endsWith("&sig=" + signature);
    assertThat(signed.getRawPath()).endsWith("/models/pre%20fix/vi-linear/5/model.yaml");
  }

  @Test
  void keyThatIsNotOneIsRefusedUnseen() {
    assertThatThrownBy(() -> new AzureSignature("account", "s3cret!"))
        .hasMessageContaining("not Base64")
        .hasMessageNotContaining("s3cret");
  }
}
