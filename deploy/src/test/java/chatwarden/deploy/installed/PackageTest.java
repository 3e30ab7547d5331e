package chatwarden.deploy.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages, installed into a Debian of their own and started. */
@Tag("image")
class PackageTest {
  /** The launcher finds its files by {@code /proc}. */
  private static final String IN_ROOT = "mount -t proc proc \"$0/proc\"; exec chroot \"$0\" \"$@\"";

  @TempDir private Path folder;

  @Test
  void debianPackageInstallsAnswersAndIsRemoved() throws Exception {
    InstallationTools.require("mmdebstrap", "buildah", "fakeroot", "dpkg-deb", "unshare", "chroot");
    InstallationTools.run(
        "deploy/docker/images-without-registry", InstallationTools.DEBIAN.toString());
    InstallationTools.run("deploy/package/build", folder.resolve("packages").toString());
    Path packaged = only(".deb");
    String listed = InstallationTools.run("tar", "--list", "--file", only(".tar.gz").toString());
    assertThat(listed.lines())
        .contains("chatwarden/bin/chatwarden", "chatwarden/lib/share/systemd/chatwarden.service");

    Path root = Files.createDirectory(folder.resolve("debian"));
    InstallationTools.run(
        "tar", "--extract", "--file", InstallationTools.DEBIAN.toString(), "-C", root.toString());
    Files.copy(packaged, root.resolve("chatwarden.deb"));
    chroot(root, "dpkg", "--install", "/chatwarden.deb");
    assertThat(chroot(root, "/usr/bin/chatwarden", "serve", "--help")).contains("classifier");
    assertThat(root.resolve("etc/systemd/system/chatwarden@.service"))
        .satisfies(link -> assertThat(Files.isSymbolicLink(link)).isTrue());

    RestartCheck.of(root, chroot(root, "id", "--user", "chatwarden"), folder).run();

    chroot(root, "dpkg", "--purge", "chatwarden");
    assertThat(root.resolve("opt/chatwarden")).doesNotExist();
    assertThat(root.resolve("var/lib/chatwarden")).doesNotExist();
  }

  private static String chroot(Path root, String... command) throws Exception {
    List<String> words =
        Stream.concat(
                Stream.of("unshare", "--mount", "sh", "-e", "-c", IN_ROOT, root.toString()),
                Stream.of(command))
            .toList();
    return InstallationTools.run(words.toArray(String[]::new));
  }

  private Path only(String ending) throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("packages"))) {
      return files.filter(file -> file.toString().endsWith(ending)).findAny().orElseThrow();
    }
  }
}
