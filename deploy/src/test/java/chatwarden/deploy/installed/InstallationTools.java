package chatwarden.deploy.installed;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.deploy.command.ToolRun;
import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The programs, rights and built jars without which an installation is not tested. */
final class InstallationTools {
  static final Path ROOT = ProjectRoot.find();
  static final Path DEBIAN = ROOT.resolve(".ci/debian.tar");

  private InstallationTools() {}

  /** Skips the test, with a message, where something is missing. */
  static void require(String... programs) {
    for (String program : programs) {
      Executables.require(program);
    }
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "root is needed to change into a root");
    Assumptions.assumeTrue(
        Files.isDirectory(ROOT.resolve("standalone/target/chatwarden/lib"))
            && Files.isDirectory(ROOT.resolve("mlops/target/chatwarden/lib")),
        "the jars are not built: make jars");
  }

  /** Runs a command in the repository, which has to succeed, and returns its output. */
  static String run(String... command) throws IOException, InterruptedException {
    ToolRun run = ToolRun.in(ROOT, Map.of(), List.of(command));
    assertThat(run.status()).as("%s%n%s", String.join(" ", command), run.output()).isZero();
    return run.output().strip();
  }

  /** Makes the folder of data, which belongs to the user of the platform. */
  static Path dataFolder(Path parent, String user) throws IOException, InterruptedException {
    Path data =
        Files.createDirectory(
            parent.resolve("data"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    run("chown", user + ":" + user, data.toString());
    return data;
  }

  /** Returns the bytes of the files below a folder. */
  static long bytes(Path folder, Predicate<Path> counted) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS))
          .filter(counted)
          .mapToLong(InstallationTools::size)
          .sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
