package chatwarden.benchmarks.load;

import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A platform in a process of its own, as the {@code chatwarden} launcher starts it. */
final class LoadedPlatform {
  private static final Pattern READY = Pattern.compile("^ready ");
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final List<String> JVM_ARGUMENTS =
      List.of(
          "-XX:+UseG1GC",
          "-XX:+UseCompactObjectHeaders",
          "-Xss512k",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private LoadedPlatform() {}

  /** What to start it with: nothing read, nothing printed, its data in {@code folder}. */
  static List<String> arguments(Path folder, int port) {
    return new ArrayList<>(
        List.of(
            "up",
            "--quiet",
            "--source",
            "none",
            "--port",
            String.valueOf(port),
            "--data-dir",
            folder.toString(),
            "--set",
            "ingest.file-roots=" + PlayedFile.parentFolder(),
            "--set",
            "metrics.port=0"));
  }

  /** Starts one and waits until it is ready. */
  static JavaProcess start(List<String> arguments) {
    return start(arguments, List.of());
  }

  /** As {@link #start(List)}, with further options of the JVM. */
  static JavaProcess start(List<String> arguments, List<String> jvmArguments) {
    List<String> options = new ArrayList<>(JVM_ARGUMENTS);
    options.addAll(jvmArguments);
    JavaProcess process =
        JavaProcess.ofMain("chatwarden.standalone.command.ChatwardenCommand")
            .jvmArguments(options.toArray(String[]::new))
            .environment(Map.of("CHATWARDEN_HOME", ProjectRoot.find().toString()))
            .arguments(arguments.toArray(String[]::new))
            .start();
    process.awaitLine(READY, START_LIMIT);
    return process;
  }
}
