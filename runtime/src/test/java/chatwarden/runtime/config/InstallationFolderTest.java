package chatwarden.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationFolderTest {
  private static final String PROPERTY = "chatwarden.home";

  @TempDir private Path folder;

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void folderThatThePackageNamesGoesBeforeTheCheckout() {
    System.setProperty(PROPERTY, folder.toString());

    assertThat(InstallationFolder.ofPackage()).contains(folder);
    assertThat(InstallationFolder.find()).contains(folder);
  }

  @Test
  void folderThatIsNotThereIsNotNamed() {
    System.setProperty(PROPERTY, folder.resolve("gone").toString());

    assertThat(InstallationFolder.ofPackage()).isEmpty();
    assertThat(InstallationFolder.find()).isEqualTo(InstallationFolder.ofCheckout());
  }
}
