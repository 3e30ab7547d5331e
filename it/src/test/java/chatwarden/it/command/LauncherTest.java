package chatwarden.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher with a JDK and a Maven that are scripts: its builds, its output and its calls of
 * Java.
 */
class LauncherTest {
  private static final String ESCAPE = "\\033[0m\\033[0m";

  @TempDir private Path folder;
  private Path home;

  /** How a run of the launcher ended. */
  private record Run(int status, List<String> out, List<String> err) {}

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Files.copy(ProjectRoot.find().resolve("chatwarden"), home.resolve("chatwarden"));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    script("bin/javac", "exit 0");
    script(
        "bin/java",
        """
        for word; do
          echo "$word"
          case "$word" in -XX:AOTCacheOutput=*) echo cache >"${word#*=}" ;; esac
        done
        echo "ready http://127.0.0.1:1" >&2
        """);
    maven("mkdir -p standalone/target/chatwarden/lib; touch standalone/target/chatwarden/built");
    Files.createDirectories(lib());
  }

  @Test
  void readyBeginsItsLineAfterTheFirstBuild() throws Exception {
    Run first = run("up");

    assertThat(first.status()).isZero();
    assertThat(first.err()).hasSize(2).last().isEqualTo("ready http://127.0.0.1:1");
    assertThat(first.out()).endsWith("up");
    assertThat(run("up").err()).containsExactly("ready http://127.0.0.1:1");
  }

  @Test
  void outputOfAFailedBuildIsShown() throws Exception {
    maven("echo '[\\033[1;31mERROR\\033[m] no compiler'; exit 1");

    Run failed = run("up");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains("[ERROR] no compiler")
        .last()
        .isEqualTo("chatwarden: the build failed; Maven's output is above.");
  }

  @Test
  void cacheOfStartsServesOnlyThePlaceAndTheJarsItWasMadeWith() throws Exception {
    Files.writeString(lib().resolve("a.jar"), "1");
    run("up");
    run("remember-start");
    assertThat(run("up").out()).anyMatch(word -> word.startsWith("-XX:AOTCache=" + home));

    Path moved = folder.resolve("moved");
    Files.move(home, moved);
    Path first = home;
    home = moved;
    assertThat(run("up").out()).noneMatch(word -> word.startsWith("-XX:AOTCache"));

    Files.move(moved, first);
    home = first;
    assertThat(run("up").out()).anyMatch(word -> word.startsWith("-XX:AOTCache=" + home));
    Files.writeString(lib().resolve("b.jar"), "2");
    assertThat(run("up").out()).noneMatch(word -> word.startsWith("-XX:AOTCache"));
  }

  @Test
  void everyProcessEndsWhenItsMemoryIsFull() throws Exception {
    for (String command : List.of("up", "serve", "train")) {
      assertThat(run(command).out()).contains("-XX:+ExitOnOutOfMemoryError");
    }
  }

  private Path lib() {
    return home.resolve("standalone/target/chatwarden/lib");
  }

  private void maven(String body) throws IOException {
    script("bin/mvn", body + "; printf '" + ESCAPE + "' >&2; printf '" + ESCAPE + "'");
  }

  private void script(String name, String body) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("chatwarden").toString());
    builder.command().addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    String path = folder.resolve("bin") + ":" + System.getenv("PATH");
    builder.environment().putAll(Map.of("JAVA_HOME", folder.toString(), "PATH", path));
    builder.environment().remove("CHATWARDEN_NO_BUILD");
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }
}
