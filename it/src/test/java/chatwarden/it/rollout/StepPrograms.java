package chatwarden.it.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The program that steps of pipelines call {@code chatwarden}: as the launcher does, it runs
 * trainings with the libraries of training and everything else with those of the servers.
 */
final class StepPrograms {

  private static final String TRAINING = "chatwarden.mlops.command.TrainingCommand";
  private static final Path PACKAGED = Path.of("mlops", "target", "chatwarden", "lib");
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private static final String SCRIPT =
      """
      #!/usr/bin/env bash
      case "$1" in
        train | evaluate | data | tracking | monitor)
          export CLASSPATH='%s'
          main=%s ;;
        *)
          export CLASSPATH='%s'
          main=chatwarden.standalone.command.ChatwardenCommand ;;
      esac
      exec '%s/bin/java' -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "$main" "$@"
      """;

  private final Path script;

  private StepPrograms(Path script) {
    this.script = script;
  }

  /** Writes the program to a folder; without the libraries of training, the test is skipped. */
  static StepPrograms in(Path folder) throws IOException {
    Path script = folder.resolve("chatwarden");
    Files.writeString(
        script,
        SCRIPT.formatted(
            trainingClassPath(),
            TRAINING,
            System.getProperty("java.class.path"),
            System.getProperty("java.home")));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return new StepPrograms(script);
  }

  private static String trainingClassPath() {
    Path packaged = ProjectRoot.find().resolve(PACKAGED);
    if (Files.isDirectory(packaged)) {
      return packaged + "/*";
    }
    String own = System.getProperty("java.class.path");
    boolean isHere =
        StepPrograms.class.getClassLoader().getResource(TRAINING.replace('.', '/') + ".class")
            != null;
    assumeTrue(isHere, "mlops is not packaged (expected: " + packaged + ", by mvn verify)");
    return own;
  }

  Path script() {
    return script;
  }

  /** Runs a command to its end, which has to be good. */
  void run(Map<String, String> variables, String... arguments) {
    try (JavaProcess process =
        JavaProcess.ofScript(script)
            .environment(Map.of("CHATWARDEN_HOME", ProjectRoot.find().toString()))
            .environment(variables)
            .arguments(arguments)
            .start()) {
      assertThat(process.awaitExit(LIMIT))
          .as(() -> process.standardError() + "\n" + process.standardOutput())
          .isZero();
    }
  }
}
