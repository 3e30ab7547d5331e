package chatwarden.mlops.command;

import chatwarden.mlflow.TrackingKeys;
import chatwarden.mlops.journal.RunJournal;
import chatwarden.mlops.tracking.RunUpload;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sync",
    description = {
      "Sends the journals of all trainings in the folder of the models (NAME/.runs/) to an MLflow"
          + " server, as far as it does not have them.",
      "It may be run at any time and doubles nothing."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:The server has all of them.",
      "1:Some could not be sent; a line for each says why.",
      "2:The server is away, or the command is wrong."
    })
final class TrackingSyncCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TrackingOptions tracking = new TrackingOptions();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of the models. Default: the models that ship.")
  private @Nullable Path models;

  @Override
  public Integer call() throws IOException {
    RunUpload upload =
        tracking
            .upload()
            .orElseThrow(
                () ->
                    InvalidInputException.of(
                        "--tracking",
                        "missing (expected: the address of an MLflow server, here or as "
                            + TrackingKeys.URI
                            + ")"));
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    List<RunJournal> journals = RunJournal.all(models == null ? DataOptions.shipped() : models);
    int sent = 0;
    int failed = 0;
    for (RunJournal journal : journals) {
      String name = String.valueOf(journal.folder().getFileName());
      try {
        if (upload.repeat(journal)) {
          out.println("sent " + name);
          sent++;
        }
      } catch (ChatwardenException e) {
        if (e.code() == FaultCode.UNAVAILABLE || e.code() == FaultCode.UNAUTHENTICATED) {
          throw e;
        }
        out.println("not sent " + name + ": " + e.getMessage());
        failed++;
      }
    }
    out.println("trainings=%d sent=%d failed=%d".formatted(journals.size(), sent, failed));
    return failed == 0 ? 0 : 1;
  }
}
