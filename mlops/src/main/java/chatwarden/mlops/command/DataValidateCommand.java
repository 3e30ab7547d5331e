package chatwarden.mlops.command;

import chatwarden.mlops.stageone.StageOneTraining;
import chatwarden.mlops.validation.DataValidation;
import chatwarden.mlops.validation.LabelledFolder;
import chatwarden.mlops.validation.ValidationReport;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    description = {
      "Names the problems of DIR/train.csv, and of dev.csv and test.csv beside it: rows that repeat"
          + " or contradict others, texts in more than one file, labels that the files share out"
          + " differently, and labels with too few rows.",
      "Texts are compared as they are and in normalised form. Rows are named by number, no text is"
          + " printed."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:No problem.", "1:There are problems.", "2:The data cannot be read."})
final class DataValidateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path folder = Path.of("");

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description =
          "A data set in the same layout: texts that it holds out may not be trained on, and its"
              + " shares of the labels are the usual ones.")
  private @Nullable Path against;

  @Option(
      names = "--conflicts",
      paramLabel = "SHARE",
      description =
          "The share of the rows that may give a text another label than an earlier row, in [0, 1]:"
              + " people differ. Default: 0.")
  private double conflicts;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!(conflicts >= 0 && conflicts <= 1)) {
      throw InvalidInputException.of("--conflicts", conflicts + " (expected: in [0, 1])");
    }
    List<String> labels = StageOneTraining.LABELS;
    Optional<LabelledFolder> reference =
        against == null
            ? Optional.empty()
            : Optional.of(LabelledFolder.read("--against", against, labels));
    ValidationReport report =
        DataValidation.of(LabelledFolder.read("DIR", folder, labels), reference, labels)
            .toleratingConflicts(conflicts);
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    if (json) {
      out.println(report.json());
    } else {
      report.lines().forEach(out::println);
    }
    return report.isFine() ? 0 : 1;
  }
}
