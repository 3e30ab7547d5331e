package chatwarden.it.process;

import chatwarden.testing.network.Host;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** The {@code chatwarden} command in a process of its own, as the launcher runs it. */
public final class ChatwardenProcess {
  private static final Pattern READY = Pattern.compile("^ready ");
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private ChatwardenProcess() {}

  /** Starts it and waits until it says that it is ready. */
  public static JavaProcess start(String... arguments) {
    JavaProcess process = launch(arguments);
    process.awaitLine(READY, START_LIMIT);
    return process;
  }

  /** Starts it and does not wait. */
  public static JavaProcess launch(String... arguments) {
    return command(arguments).start();
  }

  /** Starts it with more variables in its environment, and does not wait. */
  public static JavaProcess launch(Map<String, String> variables, String... arguments) {
    return command(arguments).environment(variables).start();
  }

  /** Starts it on another host and does not wait. */
  public static JavaProcess launchOn(
      Host host, Map<String, String> variables, String... arguments) {
    return command(arguments).within(host.launcher()).environment(variables).start();
  }

  private static JavaProcess.Builder command(String... arguments) {
    return JavaProcess.ofMain("chatwarden.standalone.command.ChatwardenCommand")
        .jvmArguments(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow")
        .environment(Map.of("CHATWARDEN_HOME", ProjectRoot.find().toString()))
        .arguments(arguments);
  }

  /** The address that a ready process printed. */
  public static String readyAddress(JavaProcess process) {
    return process.awaitLine(READY, START_LIMIT).substring("ready ".length());
  }
}
