package chatwarden.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.domain.source.SourceAddress;
import chatwarden.ingest.account.ReadingAccounts;
import chatwarden.ingest.source.Platform;
import chatwarden.ingest.source.Platform.Capability;
import chatwarden.testing.project.ProjectRoot;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlatformsTest {

  @Test
  void everyAddressHasAPlatform() {
    assertThat(Platforms.all(ReadingAccounts.none()))
        .extracting(Platform::scheme)
        .containsExactlyInAnyOrderElementsOf(SourceAddress.schemes());
  }

  @Test
  void theReferenceStatesTheAbilitiesOfEachPlatform() throws Exception {
    String reference = Files.readString(ProjectRoot.find().resolve("docs/reference/api.md"));
    List<String> rows =
        Platforms.all(ReadingAccounts.none()).stream().map(PlatformsTest::row).toList();

    assertThat(reference).contains(rows);
  }

  private static String row(Platform platform) {
    return Stream.of(Capability.values())
        .map(ability -> platform.capabilities().contains(ability) ? "yes" : "no")
        .collect(Collectors.joining(" | ", "| `" + platform.scheme() + ":` | ", " |"));
  }
}
