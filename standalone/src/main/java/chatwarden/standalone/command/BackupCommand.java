package chatwarden.standalone.command;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.standalone.process.Settings;
import chatwarden.standalone.process.StoreLocation;
import chatwarden.store.archive.ArchiveSummary;
import chatwarden.store.archive.StoreBackup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "backup",
    description = {
      "Writes everything that the platform keeps in Redis to a file, while it runs or while it is"
          + " stopped: chats, comments, decisions, logs, settings, keys as digests, roll-outs and"
          + " pipelines. Messages at the broker, models and settings files are not in it.",
      "Of each chat the file has one moment. It holds texts and names; only its owner may read it."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The file is written.", "2:The backup failed; no file is written."})
final class BackupCommand implements Callable<Integer> {
  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The file to write, which is not there yet. It appears when it is complete.")
  private Path output = Path.of("");

  @Option(names = "--chat", paramLabel = "CHAT", description = "One chat alone. Default: all.")
  private @Nullable String chat;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    try (StoreLocation location = StoreLocation.openExisting(store.load())) {
      ArchiveSummary written =
          StoreBackup.write(
              location.config(),
              output,
              Optional.ofNullable(chat),
              Settings.VERSION,
              InstantSource.system());
      spec.commandLine().getOut().println("wrote " + output + ": " + written.text());
      return 0;
    } catch (IOException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "BACKUP_FAILED", output + ": cannot be written: " + FaultWords.of(e), e);
    }
  }
}
