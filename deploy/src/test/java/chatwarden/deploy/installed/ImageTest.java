package chatwarden.deploy.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile, built by buildah and started. */
@Tag("image")
class ImageTest {
  private static final String IMAGE = "localhost/chatwarden-test";
  private static final long LARGEST = 450_000_000;

  @TempDir private Path folder;

  @Test
  void imageIsSmallAnswersRestartsOnItsDataAndEndsByTerm() throws Exception {
    InstallationTools.require("buildah", "mmdebstrap", "unshare", "chroot");
    InstallationTools.run(
        "deploy/docker/images-without-registry", InstallationTools.DEBIAN.toString());
    InstallationTools.run(
        "buildah",
        "bud",
        "--isolation=chroot",
        "--pull-never",
        "--format=docker",
        "--build-arg=JDK=localhost/chatwarden-jdk",
        "--build-arg=BASE=localhost/chatwarden-base",
        "--file=deploy/docker/Dockerfile",
        "--tag=" + IMAGE,
        ".");
    String container = InstallationTools.run("buildah", "from", "--pull-never", IMAGE);
    try {
      isAsTheDockerfileSays(InstallationTools.run("buildah", "inspect", container));
      Path root = Path.of(InstallationTools.run("buildah", "mount", container));
      long bytes =
          InstallationTools.bytes(root, file -> !file.toString().endsWith("/lib/start.aot"));
      System.out.println("The image has " + bytes + " bytes without the cache of starts.");
      assertThat(bytes).isLessThanOrEqualTo(LARGEST);

      RestartCheck.of(root, "10001", folder).run();
    } finally {
      InstallationTools.run("buildah", "rm", container);
    }
  }

  private static void isAsTheDockerfileSays(String description) {
    assertThat(description)
        .contains(
            "\"User\": \"10001:10001\"", "\"Healthcheck\"", "/opt/chatwarden/lib/share/answers");
  }
}
