package chatwarden.mlops.command;

import chatwarden.runtime.error.ChatwardenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The part of the {@code chatwarden} command that trains and evaluates models. A process of its
 * own, so that the servers carry no training library; the launcher starts it.
 */
@Command(
    name = "chatwarden",
    description = "Trains, evaluates and monitors models.",
    mixinStandardHelpOptions = true,
    version = "Chatwarden 0.1.0",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      DataCommand.class,
      TrackingCommand.class,
      MonitorCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class TrainingCommand {
  /** Something failed, and one line says what. */
  private static final int FAILED = 2;

  private TrainingCommand() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
      // Smile logs every tree that it drops.
      System.setProperty("org.slf4j.simpleLogger.log.smile", "off");
    }
    System.exit(
        commandLine(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .execute(arguments));
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new TrainingCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(TrainingCommand::explain);
  }

  /** A fault that people can mend is one line; anything else is a bug and shows where it is. */
  private static int explain(Exception fault, CommandLine line, CommandLine.ParseResult result) {
    if (fault instanceof ChatwardenException || fault instanceof IOException) {
      line.getErr().println("chatwarden: " + fault.getMessage());
    } else {
      line.getErr().println("chatwarden: a bug:");
      fault.printStackTrace(line.getErr());
    }
    return FAILED;
  }
}
