package chatwarden.standalone.command;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.standalone.process.StoreLocation;
import chatwarden.store.archive.ArchiveSummary;
import chatwarden.store.archive.StoreRestore;
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
    name = "restore",
    description = {
      "Writes a file of `chatwarden backup` into Redis, after all of it was checked.",
      "Everything is restored while the platform is stopped. One chat, by --chat or from a backup"
          + " of one chat, may be restored while the platform runs.",
      "A restore that was cut leaves the store refused as incomplete; the same command completes"
          + " it."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The file is restored.", "2:The restore failed."})
final class RestoreCommand implements Callable<Integer> {
  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "A file that `chatwarden backup` wrote.")
  private Path input = Path.of("");

  @Option(
      names = "--chat",
      paramLabel = "CHAT",
      description = "One chat of the file. Default: everything in it.")
  private @Nullable String chat;

  @Option(
      names = "--replace",
      description = "Deletes everything in the store, or the chat, first. Default: it is empty.")
  private boolean replace;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    try (StoreLocation location = StoreLocation.open(store.load())) {
      ArchiveSummary restored =
          StoreRestore.read(
              location.config(), input, Optional.ofNullable(chat), replace, InstantSource.system());
      spec.commandLine()
          .getOut()
          .println(
              "restored %s of %s: %s"
                  .formatted(
                      chat == null ? "all" : chat,
                      restored.header().createTime(),
                      chat == null ? restored.text() : "one chat of " + input));
      return 0;
    } catch (IOException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "RESTORE_FAILED", input + ": cannot be read: " + FaultWords.of(e), e);
    }
  }
}
