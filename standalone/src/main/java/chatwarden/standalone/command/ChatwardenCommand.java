package chatwarden.standalone.command;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.standalone.process.Settings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code chatwarden} command. */
@Command(
    name = "chatwarden",
    description =
        "Reads live chats, and says of every comment whether it is clean, offensive or hateful.",
    mixinStandardHelpOptions = true,
    version = Settings.VERSION,
    subcommands = {
      UpCommand.class,
      ServeCommand.class,
      ClassifyCommand.class,
      TagCommand.class,
      RewriteCommand.class,
      WatchCommand.class,
      BacktestCommand.class,
      ReplayCommand.class,
      ExportCommand.class,
      ModelsCommand.class,
      PipelineCommand.class,
      RolloutCommand.class,
      ConfigCommand.class,
      KeysCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      ConnectCommand.class,
      AccountCommand.class,
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "%nFour more commands run as a process of their own, without the servers:",
      "  train     Trains a model and puts it among those that are served.",
      "  evaluate  Scores a version of a classifier on a labelled file.",
      "  data      Checks data sets.",
      "  tracking  Sends the journals of trainings to an MLflow server.",
      "  monitor   Compares two windows of comments, and finds the columns that drifted.",
      "%n`chatwarden COMMAND --help` says more about a command."
    })
public final class ChatwardenCommand {
  /** Something failed, and one line says what. */
  private static final int FAILED = 2;

  private ChatwardenCommand() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  private static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ChatwardenCommand());
    ServeModelCommand.addTo(Objects.requireNonNull(line.getSubcommands().get("serve"), "serve"));
    line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(ChatwardenCommand::explain);
    return line;
  }

  /** A fault that people can mend is one line; anything else is a bug and shows where it is. */
  private static int explain(Exception fault, CommandLine line, CommandLine.ParseResult result) {
    if (fault instanceof ChatwardenException known) {
      line.getErr().println("chatwarden: " + known.getMessage());
    } else if (fault instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    } else {
      line.getErr().println("chatwarden: a bug:");
      fault.printStackTrace(line.getErr());
    }
    return FAILED;
  }
}
